"""What the rehearsal can be fed with, and what it says of what it cannot use."""

from pathlib import Path

import pytest

from c2m.loop import orders
from c2m.trial import inputs

SHARED = Path(__file__).parents[3] / "shared" / "data"


def ballots(folder: Path, name: str, text: str, top: int = 3) -> inputs.Ballots:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return inputs.read_ballots(path, top)


HEAD = "# ALTERNATIVE NAME 1: A\n# ALTERNATIVE NAME 2: B\n# ALTERNATIVE NAME 3: C\n# ALTERNATIVE NAME 4: D\n"


def test_of_a_ranking_the_first_k_are_picked(tmp_path: Path) -> None:
    found = ballots(tmp_path, "x.soc", HEAD + "2: 4,1,2,3\n", top=2)
    assert found.designs == ["A", "B", "C", "D"]
    assert found.picks == [frozenset({3, 0})] * 2


def test_of_categories_the_first_is_picked(tmp_path: Path) -> None:
    found = ballots(tmp_path, "x.cat", HEAD + "1: 2,{1,3,4}\n1: {1,3},{2,4}\n1: {},{1,2,3,4}\n")
    assert found.picks == [frozenset({1}), frozenset({0, 2}), frozenset()]


def test_a_short_ranking_picks_what_it_ranks(tmp_path: Path) -> None:
    assert ballots(tmp_path, "x.soi", HEAD + "1: 3\n").picks == [frozenset({2})]


@pytest.mark.parametrize("line", ["1 4,1", "x: 1", "0: 1", "-1: 1", "1: 9", "1: 1,1", "1: a", "1: {1,2}", "1.5: 1"])
def test_a_bad_ballot_is_named_by_its_line_and_the_others_count(tmp_path: Path, line: str) -> None:
    found = ballots(tmp_path, "x.soc", HEAD + f"1: 1,2\n{line}\n1: 2,1\n")
    assert len(found.picks) == 2
    assert [row["line"] for row in found.rejected] == [6]


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(inputs.Unusable):
        ballots(tmp_path, "x.toc", HEAD)


def test_a_file_that_names_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(inputs.Unusable):
        ballots(tmp_path, "x.soc", "1: 1\n")


def test_the_shirts_of_preflib_rank_as_people_picked_them() -> None:
    path = SHARED / "votes" / "00012-00000001.soc"
    if not path.exists():
        pytest.skip("The shared ballots are not beside the project.")
    found = inputs.read_ballots(path, 3)
    counts = {name: sum(n in one for one in found.picks) for n, name in enumerate(found.designs)}
    assert len(found.picks) == 30
    assert sorted(counts.items(), key=lambda one: -one[1])[:3] == [
        ("TSP", 18),
        ("Australia", 16),
        ("Graph Coloring", 15),
    ]


def table(folder: Path, text: str, encoding: str = "utf-8") -> tuple[list[inputs.Row], inputs.Rejected]:
    path = folder / "orders.csv"
    path.write_bytes(text.encode(encoding))
    return inputs.read_orders(path)


def test_style_colour_and_size_are_taken_as_written_without_outer_blanks(tmp_path: Path) -> None:
    good, rejected = table(tmp_path, "size,other,style,pieces,colour\n XL/2 ,x, 连衣 裙 ,1.00, 红/黑 \nM,,t,3,\n")
    assert good == [inputs.Row("连衣 裙", "红/黑", "XL/2", 1), inputs.Row("t", "-", "M", 3)]
    assert rejected == []


@pytest.mark.parametrize("pieces", ["0", "-1", "1.5", "", "x", "1e2", "1,5", "０", "0.0", "+1", "99999999999"])
def test_pieces_that_are_no_whole_number_above_0_are_rejected(tmp_path: Path, pieces: str) -> None:
    good, rejected = table(tmp_path, f'style,colour,size,pieces\na,b,c,"{pieces}"\n')
    assert good == []
    assert rejected[0]["line"] == 2


def test_lines_are_counted_as_they_stand_in_the_file(tmp_path: Path) -> None:
    text = 'style,colour,size,pieces\n\n"a\nb",red,M,1\n,red,M,1\na,red,,1\n'
    good, rejected = table(tmp_path, text)
    assert len(good) == 1
    assert [row["line"] for row in rejected] == [5, 6]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_the_encodings_of_spreadsheets_are_read(tmp_path: Path, encoding: str) -> None:
    good, _ = table(tmp_path, "style,colour,size,pieces\n裙,红,均码,2\n", encoding)
    assert good == [inputs.Row("裙", "红", "均码", 2)]


def test_a_table_without_its_columns_says_which(tmp_path: Path) -> None:
    good, rejected = table(tmp_path, "style,colour,pieces\na,b,1\n")
    assert good == []
    assert "size" in str(rejected[0]["reason"])


def test_an_order_larger_than_any_order_is_rejected(tmp_path: Path) -> None:
    good, rejected = table(tmp_path, f"style,colour,size,pieces\na,b,c,{orders.MOST_PIECES + 1}\n")
    assert (good, len(rejected)) == ([], 1)


def test_pictures_that_cannot_be_read_are_rejected_by_name(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("not a picture")
    good, rejected = inputs.read_pictures(tmp_path)
    assert good == []
    assert rejected[0]["line"] == "notes.txt"
