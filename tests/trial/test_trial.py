"""The rehearsal as an operator runs it, and what it finds when a rule is broken."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from c2m.core import clock
from c2m.loop import ballots, ledger, orders, payments, presales, production
from c2m.trial.command import command

SHARED = Path(__file__).parents[3] / "shared" / "data"
HEAD = "# ALTERNATIVE NAME 1: 长裙\n# ALTERNATIVE NAME 2: 短裙\n# ALTERNATIVE NAME 3: 衬衫\n"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command, list(arguments), catch_exceptions=False)


def found(*arguments: str) -> dict:
    return json.loads(run("--json", *arguments).stdout)


@pytest.fixture
def six(tmp_path: Path) -> str:
    """Six people: five pick the first design, one picks nothing."""
    path = tmp_path / "six.cat"
    path.write_text(HEAD + "3: 1,{2,3}\n2: {1,2},3\n1: {},{1,2,3}\n", encoding="utf-8")
    return str(path)


def test_the_trial_of_2020_comes_out_as_it_did() -> None:
    result = run("--seed", "7")
    assert result.exit_code == 0
    assert "picked 52 bought 35 67.3 %" in result.stdout
    assert "not picked 153 bought 8 5.2 %" in result.stdout
    assert "all 205 bought 43 21.0 %" in result.stdout
    assert "given" in result.stdout
    assert "Every rule held." in result.stdout


def test_a_campaign_is_counted_from_votes_to_parcels(six: str) -> None:
    one = found("--ballots", six, "--buy-picked", "1", "--buy-other", "0")
    assert one["ranking"] == [
        {"design": "长裙", "voters": 5},
        {"design": "短裙", "voters": 2},
        {"design": "衬衫", "voters": 0},
    ]
    assert (one["samples"], one["posts"], one["told"]) == (2, 2, 7)
    assert [one["conversion"][row]["people"] for row in ("picked", "not_picked", "all")] == [5, 1, 6]
    assert one["pieces"] == {"ordered": 5, "paid": 5, "in_work_orders": 5}
    assert sum(one["work_orders"][0]["cells"].values()) == one["work_orders"][0]["pieces"] == 5
    assert one["money"]["captured_fen"] == one["money"]["ledger_fen"] == 5 * 23900
    assert one["breaks"] == []


def test_same_seed_same_output_another_seed_another(six: str) -> None:
    first, again, other = (run("--json", "--ballots", six, "--seed", seed).stdout for seed in ("3", "3", "4"))
    assert first == again
    assert first != other


def test_a_missed_minimum_refunds_everybody(six: str) -> None:
    one = found("--ballots", six, "--buy-picked", "1", "--minimum", "6")
    assert one["work_orders"] == []
    assert one["pieces"] == {"ordered": 5, "paid": 5, "in_work_orders": 0}
    assert one["money"] == {"captured_fen": 119500, "refunded_fen": 119500, "ledger_fen": 0}
    assert one["conversion"]["picked"]["buyers"] == 5
    assert one["breaks"] == []


def test_nobody_votes_nobody_buys_and_it_still_answers(tmp_path: Path) -> None:
    path = tmp_path / "none.cat"
    path.write_text(HEAD + "4: {},{1,2,3}\n", encoding="utf-8")
    one = found("--ballots", str(path))
    assert (one["samples"], one["pieces"]["paid"], one["work_orders"]) == (0, 0, [])
    assert one["conversion"]["all"]["people"] == 4


def test_a_table_of_orders_becomes_work_orders(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text("style,colour,size,pieces\n裙,红/黑,M,301\n裙,,L,1.0\n裤,蓝,M,2\n,x,y,1\n", encoding="utf-8")
    one = found("--orders", str(path))
    assert one["ranking"] is None and one["conversion"] is None
    assert one["pieces"] == {"ordered": 304, "paid": 304, "in_work_orders": 304}
    assert [(each["design"], each["pieces"]) for each in one["work_orders"]] == [("裙", 151), ("裙", 151), ("裤", 2)]
    assert one["rejected"] == [{"line": 5, "reason": "no style"}]
    assert one["breaks"] == []


def test_of_the_styles_only_those_that_reach_the_minimum_are_made(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text("style,colour,size,pieces\na,x,M,5\nb,x,M,2\n", encoding="utf-8")
    one = found("--orders", str(path), "--minimum", "3")
    assert [each["design"] for each in one["work_orders"]] == ["a"]
    assert one["money"]["refunded_fen"] == 2 * 23900


def test_without_a_good_row_it_exits_1_with_the_json_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text("style,colour,size,pieces\na,b,c,0\n", encoding="utf-8")
    result = run("--json", "--orders", str(path))
    assert result.exit_code == 1
    assert json.loads(result.stdout)["rejected"][0]["line"] == 2


def test_pictures_of_a_folder_become_the_designs() -> None:
    if not (SHARED / "images").exists():
        pytest.skip("The shared pictures are not beside the project.")
    one = found("--images", str(SHARED / "images"))
    assert len(one["ranking"]) == 24
    assert one["ranking"][0]["voters"] == 52


def test_it_leaves_the_clock_as_it_was(six: str) -> None:
    with clock.stopped(clock.now()):
        before = clock.now()
        run("--ballots", six)
        assert clock.now() == before


def everything(*_arguments: object, **_values: object) -> bool:
    return True


def nothing(*_arguments: object, **_values: object) -> None:
    return None


BROKEN_RULES = {
    "a paid order makes no pieces": (
        orders,
        "pay",
        lambda order, by=None: orders.tried(order, "pay", paid_at=clock.now()),
    ),
    "the cap is not counted": (presales, "take", everything),
    "money is not written down": (ledger, "post", nothing),
    "the minimum is not asked for": (orders, "paid_pieces", lambda _sale: 10**6),
    "freed pieces are not given back": (presales, "give_back", nothing),
    "pieces go into no work order": (production, "_assign", nothing),
    "a released sheet is not frozen": (production, "cells", lambda _work_order: {1: 1}),
    "any amount pays": (payments, "_why_not", nothing),
    "a ballot is not kept": (ballots, "_held_ballot", nothing),
}


@pytest.mark.parametrize("rule", BROKEN_RULES)
def test_a_broken_rule_does_not_get_through(rule: str, six: str, monkeypatch: pytest.MonkeyPatch) -> None:
    module, name, instead = BROKEN_RULES[rule]
    monkeypatch.setattr(module, name, instead)
    arguments = ["--json", "--ballots", six, "--buy-picked", "1"]
    if rule in {"the minimum is not asked for", "freed pieces are not given back"}:
        arguments += ["--minimum", "9"]
    if rule == "any amount pays":
        honest = payments.settle
        short = lambda one, said: honest(one, payments.Answer(said.number, said.state, 1, "CNY", said.transaction_id))
        monkeypatch.setattr(payments, "settle", short)
    result = CliRunner().invoke(command, arguments)
    assert result.exit_code != 0
