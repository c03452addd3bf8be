"""The printed sheet: its text can be searched, and nothing a person writes breaks it."""

from __future__ import annotations

import io
import re

import pypdf
import pytest

from c2m.papers import fonts, pdf
from c2m.papers import sheet as sheets


def pages(data: bytes) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages]


def squeezed(words: str) -> str:
    return re.sub(r"\s", "", words)


def test_every_word_and_number_of_the_sheet_can_be_found_in_the_pdf(dress):
    sheet = dress()
    said = squeezed("".join(pages(pdf.write(sheet))))
    for words in (
        sheet.design,
        sheet.factory,
        sheet.brand,
        sheet.design_code,
        sheet.fabric,
        sheet.trims,
        sheet.packing,
    ):
        assert squeezed(words) in said
    for colour in sheet.colours:
        counts = [str(sheet.pieces(colour.name_zh, size)) for size in sheet.sizes]
        assert colour.name_zh in said and squeezed(colour.name_en) in said
        assert "".join([*counts, str(sheet.row_totals[colour.name_zh])]) in said
    assert "合计" + "".join(map(str, sheet.column_totals.values())) + "300" in said
    assert "胸围cm-0.5/+184889296.5" in said and "腰围cm±0.5687276–" in said
    assert "P00003雾灰S裙长加3cm" in said and "12月8日周二" in said


def test_every_page_names_the_sheet_its_version_and_its_place(dress):
    sheet = dress(notes="抽褶要匀。\n" * 200)
    found = pages(pdf.write(sheet))
    assert len(found) > 2
    for place, page in enumerate(found, start=1):
        assert f"工单 26-030 · 第 1 版 · 校验 {sheet.checksum}" in page
        assert f"第 {place} / {len(found)} 页" in page


def test_an_ordinary_sheet_fits_one_page_in_both_languages(dress):
    assert len(pages(pdf.write(dress(), "zh_CN"))) == 1
    (page,) = pages(pdf.write(dress(), "en"))
    assert "Work order 26-030" in page and "Tue 8 Dec" in page and "300 pieces" in page and "page 1 / 1" in page


def test_a_draft_says_that_it_is_one(dress):
    assert "草稿" in pages(pdf.write(dress(released_at=None)))[0]


def test_the_font_is_inside_the_file(dress):
    reader = pypdf.PdfReader(io.BytesIO(pdf.write(dress())))
    used = reader.pages[0]["/Resources"]["/Font"].values()
    drawn = [font.get_object() for font in used if "/ToUnicode" in font.get_object()]
    assert drawn and all("/FontFile2" in font["/FontDescriptor"].get_object() for font in drawn)


def test_many_colours_sizes_and_measures_run_over_pages_and_lose_nothing(dress):
    sizes = tuple(f"{n}码" for n in range(30, 60))
    colours = tuple(sheets.Colour(f"第{n}色", f"Colour {n}", "#123456") for n in range(40))
    cells = {(colour.name_zh, size): 1 for colour in colours for size in sizes}
    measures = tuple(sheets.Measure(f"部位{n}", "cm", 1, {size: n for size in sizes}) for n in range(30))
    sheet = dress(sizes=sizes, colours=colours, cells=cells, pieces_total=1200, codes=(), measures=measures)
    said = "".join(pages(pdf.write(sheet)))
    assert all(size in said for size in sizes) and all(colour.name_en in said for colour in colours)
    assert "1200" in said and "部位29" in said


def test_markup_is_printed_as_written(single):
    said = squeezed("".join(pages(pdf.write(single("<b>粗</b> & </para> &lt;")))))
    assert "<b>粗</b>&</para>&lt;" in said


def test_a_character_the_font_lacks_is_marked_and_explained(dress):
    said = "".join(pages(pdf.write(dress(design="红裙 😀𠮷", notes="你好"))))
    assert "红裙 〓〓" in said and "原文看 Excel" in said
    assert "原文看 Excel" not in "".join(pages(pdf.write(dress())))


def test_no_collected_text_and_no_length_stops_the_printer(hostile_texts, dress, single):
    assert pages(pdf.write(dress(notes="\n".join(hostile_texts), trims=" ".join(hostile_texts))))
    for payload in hostile_texts[::25]:
        assert pages(pdf.write(single(payload)))
    assert pages(pdf.write(single("长" * 5_000))) and pages(pdf.write(single("x" * 5_000)))


@pytest.mark.parametrize("data", [b"", b"no picture", b"\x89PNG\r\n\x1a\n"])
def test_a_picture_that_is_none_leaves_a_frame_that_says_so(dress, data):
    assert "没有图片" in pages(pdf.write(dress(pictures=(("a.png", data),))))[0]


def test_the_same_sheet_gives_the_same_bytes(dress):
    assert pdf.write(dress()) == pdf.write(dress())


def test_a_font_that_is_none_is_passed_over(dress, tmp_path):
    broken = tmp_path / "Broken.ttf"
    broken.write_bytes(b"\0\1\0\0 not a font")
    assert pages(pdf.write(dress(), font=str(broken)))


def test_the_font_of_the_setting_comes_first(tmp_path):
    copied = tmp_path / "Mine-Regular.ttf"
    copied.write_bytes(fonts.find().path.read_bytes())
    assert fonts.find(str(copied)).path == copied


def test_without_any_chinese_font_there_is_a_sentence(monkeypatch):
    monkeypatch.setattr(fonts, "rendercv_fonts", None)
    monkeypatch.setattr(fonts, "_ON_DEBIAN", ())
    with pytest.raises(fonts.FontMissing, match="Excel") as refused:
        fonts.find("/nowhere/font.ttf")
    assert refused.value.status == 503
