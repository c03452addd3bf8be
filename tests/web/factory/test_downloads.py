"""What a factory takes along, read back: the frozen counts, harmless to open, nobody's address but in the shipping list."""

from __future__ import annotations

import csv
import io
import zipfile

import openpyxl
import pypdf
import pytest
from flask import Flask

from c2m.core import moves
from c2m.core.db import atomic, db
from c2m.gateways.ports import ports
from c2m.loop import orders, people, production
from tests import cast, makers
from tests.web import browsers

PAYLOAD = '=HYPERLINK("http://bad.example","看这里")'
TECH = {
    "measures": [{"point": "肩宽", "unit": "cm", "tolerance": "±0.5", "by_size": {"S": 37, "M": 38.5}}],
    "fabric": "棉 62%，亚麻 38%",
    "notes": PAYLOAD,
}


@pytest.fixture
def work_order(app: Flask, clock) -> str:
    """Seven pieces of a design with a tech pack; its title and the buyers' names are somebody's attack."""
    with app.app_context():
        for name, data in makers.rebuilt(1).files.items():
            ports().storage.put(name, data)
        makers.factory()
        design = makers.design(PAYLOAD, title_en=PAYLOAD, tech=TECH)
        sale = makers.sale(3, [makers.post(design)])
        for number, cell in enumerate(["雾灰/S", "雾灰/S", "雾灰/M", "米白/L"]):
            makers.buy(sale, cast.SHOPPERS[number], {cell: 1 if number else 4})
        for order in db.session.scalars(db.select(orders.Order)).all():
            with atomic():
                order.name, order.street = "@SUM(A1)", PAYLOAD
        makers.decide(sale)
        makers.reach(sale.lock_at)
        with atomic():
            production.release(sale)
        return production.of_sale(sale)[0].code


@pytest.fixture
def gu(app: Flask, work_order):
    return browsers.of(app, cast.LAO_GU)


def _paper(gu, code: str, name: str):
    answer = gu.get(f"/factory/work-orders/{code}/papers/{name}")
    assert answer.status_code == 200
    return answer


def _rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


@pytest.mark.parametrize(
    ("name", "file", "kind"),
    [
        ("sheet.xlsx", "26-001-v1.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("sheet.pdf", "26-001-v1.pdf", "application/pdf"),
        ("sheet.csv", "26-001-v1.csv", "text/csv; charset=utf-8"),
        ("pieces.csv", "26-001-v1.pieces.csv", "text/csv; charset=utf-8"),
        ("pictures.zip", "26-001-v1.zip", "application/zip"),
    ],
)
def test_papers_come_as_files_with_plain_names_and_stay_in_no_cache(gu, work_order, name, file, kind):
    answer = _paper(gu, work_order, name)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{file}"'
    assert answer.headers["Cache-Control"] == "no-store" and answer.headers["Content-Type"] == kind
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_csv_holds_every_cell_with_its_frozen_count(gu, work_order):
    rows = _rows(_paper(gu, work_order, "sheet.csv").data)
    assert [row[4:] for row in rows[1:]] == [["雾灰", "S", "5"], ["雾灰", "M", "1"], ["米白", "L", "1"]]


def test_every_piece_has_its_own_code(gu, work_order):
    codes = [row[2] for row in _rows(_paper(gu, work_order, "pieces.csv").data)[1:]]
    assert len(set(codes)) == 7


def test_excel_opens_with_numbers_measures_and_no_formula(gu, work_order):
    book = openpyxl.load_workbook(io.BytesIO(_paper(gu, work_order, "sheet.xlsx").data))
    cells = [cell for page in book for row in page.iter_rows() for cell in row if cell.value is not None]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    assert {7, 5, "肩宽", 38.5} <= {cell.value for cell in cells}


def test_pdf_is_searchable_chinese_with_number_and_total(gu, work_order):
    pages = pypdf.PdfReader(io.BytesIO(_paper(gu, work_order, "sheet.pdf").data)).pages
    words = "".join(page.extract_text() for page in pages)
    assert "26-001" in words and "雾灰" in words and "肩宽" in words and "棉 62%" in words


def test_pictures_are_the_artwork_in_full_size_under_safe_names(gu, work_order):
    archive = zipfile.ZipFile(io.BytesIO(_paper(gu, work_order, "pictures.zip").data))
    (name,) = archive.namelist()
    assert name.startswith("01-") and name.endswith(".jpg") and "/" not in name and "=" not in name[:4]
    assert archive.read(name)[:3] == b"\xff\xd8\xff"


def test_papers_are_in_the_language_of_who_takes_them_and_say_the_same_checksum(gu, work_order):
    def facts() -> str:
        return str(
            [
                [c.value for c in row]
                for row in openpyxl.load_workbook(io.BytesIO(_paper(gu, work_order, "sheet.xlsx").data))
                .worksheets[0]
                .iter_rows(max_row=9)
            ]
        )

    chinese = facts()
    gu.set_cookie("language", "en")
    english = facts()
    assert "交期" in chinese and "Due" in english
    seals = [said.split("· ")[-1].split("'")[0] for said in (chinese, english)]
    assert seals[0] == seals[1] and len(seals[0]) == 12


@pytest.mark.parametrize("name", ["sheet.xlsx", "sheet.pdf", "sheet.csv", "pieces.csv", "pictures.zip"])
def test_papers_to_produce_by_name_nobody(gu, work_order, name):
    data = _paper(gu, work_order, name).data
    if name.endswith((".xlsx", ".zip")):
        archive = zipfile.ZipFile(io.BytesIO(data))
        data = b"".join(archive.read(one) for one in archive.namelist())
    if name.endswith(".pdf"):
        data = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages).encode()
    private = [makers.HOME.phone, "@SUM(A1)", makers.HOME.district, *(who.name for who in cast.SHOPPERS)]
    assert not [word for word in private if word.encode() in data]


def test_a_picture_lost_from_the_storage_does_not_stop_the_sheet(app: Flask, gu, work_order):
    with app.app_context():
        for name in makers.rebuilt(1).files:
            ports().storage.delete(name)
    for name in ("sheet.xlsx", "sheet.pdf", "pictures.zip"):
        _paper(gu, work_order, name)


def test_the_shipping_list_waits_until_everything_is_packed(gu, work_order):
    answer = gu.post(f"/factory/work-orders/{work_order}/shipping-lists")
    assert answer.status_code == 409 and makers.HOME.phone not in answer.get_data(as_text=True)


def test_the_shipping_list_holds_the_addresses_and_who_took_it_stands_in_it_and_on_record(app: Flask, gu, work_order):
    with app.app_context():
        makers.packed(production.WorkOrder.find(work_order))
    answer = gu.post(f"/factory/work-orders/{work_order}/shipping-lists")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="26-001-shipping.csv"'
    assert answer.headers["Cache-Control"] == "no-store"
    rows = _rows(answer.data)
    assert "顾师傅" in rows[0][0] and "26-001" in rows[0][0]
    assert len(rows) == 2 + 4 and {row[2].strip("'") for row in rows[2:]} == {makers.HOME.phone}
    assert not [cell for row in rows for cell in row if cell[:1] in "=+-@" and cell]
    with app.app_context():
        gu_id = people.by_phone(cast.LAO_GU.phone).id
        taken = [row for row in moves.history(production.WorkOrder.find(work_order)) if row.verb == "list addresses"]
        assert [(row.by_id, row.note["orders"]) for row in taken] == [(gu_id, 4)]
    assert "下载过： 顾师傅" in browsers.words(gu.get(f"/factory/work-orders/{work_order}"))


def test_looking_at_the_address_of_the_shipping_list_takes_nothing(gu, work_order):
    assert gu.get(f"/factory/work-orders/{work_order}/shipping-lists").status_code == 405
