"""Words made plain."""

from __future__ import annotations

from c2m.papers import delimited, pdf, text, xlsx


def test_half_a_character_and_control_characters_never_reach_a_file(single):
    sheet = single("裙\ud83d\x00\x0b\u202e子")
    assert text.plain(sheet.design) == "裙\ufffd 子"
    assert delimited.cells(sheet) and xlsx.write(sheet) and pdf.write(sheet)


def test_lines_are_kept_and_empty_ones_dropped():
    assert text.lines("一\r\n\n 二 \u2028三") == ["一", "二", "三"]


def test_measures_are_written_as_people_write_them():
    assert [text.figure(value) for value in (62, 62.0, 62.5, "62½", None)] == ["62", "62", "62.5", "62½", ""]


def test_a_cell_longer_than_a_spreadsheet_takes_is_cut_visibly():
    assert len(text.cell("长" * 40_000)) == text.LONGEST_CELL and text.cell("长" * 40_000).endswith("…")
