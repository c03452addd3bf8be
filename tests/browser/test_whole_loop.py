"""From a folder of drawings to a parcel, by what people see and press, and nothing else."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

from c2m.core import clock as only_clock
from c2m.loop import presales, rounds
from tests import makers
from tests.browser.visits import DESK, House, Visits, button, drawing, press, who

TITLES = ("高腰一片裙", "泡泡袖上衣", "亚麻短裤", "挂脖背心", "直筒牛仔裤", "薄款西装")
WORDS = {
    "scene": "穿去上班，下班接了孩子，坐了两趟地铁。",
    "worry": "怕腰那里空，其实一整天都没往上提。",
    "fit": "肩线正好，坐下不勒，抬手衣摆不会跑上去。",
    "size_advice": "158 到 162 选 S，胸围 88 以上选 M。",
    "not_for": "肩宽超过 41 的不要买，抬手会紧。",
}
HOME = {"name": "林小满", "phone": "13700132021", "street": "中山东路 88 号 3 幢 502 室"}


def typed(at: Any) -> str:
    """A moment as a date field takes it."""
    return only_clock.shanghai(at).strftime("%Y-%m-%dT%H:%M")


def words(page: Any) -> str:
    return " ".join(page.locator("main").inner_text().split())


def people(house: House) -> None:
    """Everybody has an account; 小棠 leads a group, 林 is in it, and the factory has somebody at the bench."""
    with house.app.app_context():
        makers.person(who("operator"))
        makers.person(who("designer"))
        tang = makers.koc(who("xiaotang"))
        makers.member(tang, who("lin"))
        makers.factory("嘉兴针织一厂", who("factory"))


def upload(designer: Any) -> None:
    designer.goto("/studio/designs")
    files = [drawing(title, (60 + 30 * n, 90, 200 - 30 * n)) for n, title in enumerate(TITLES)]
    designer.set_input_files("input[name=pictures]", files)
    assert designer.locator("[data-upload-names] li").count() == len(TITLES)
    designer.select_option("select[name=category]", index=1)
    designer.fill("input[name=price]", "239")
    designer.fill("input[name=cost]", "118")
    press(designer, "/studio/designs")
    assert designer.locator("main li.tile").count() == len(TITLES)
    assert all(title in words(designer) for title in TITLES)


def plan(operator: Any, house: House) -> str:
    """The code of the round."""
    operator.goto("/studio/rounds/new")
    operator.locator("label:has(input[name=kocs])").first.click()
    for tick in operator.locator("label:has(input[name=designs])").all():
        if not tick.locator("input").is_checked():
            tick.click()
    now = only_clock.now()
    operator.fill("input[name=opens_at]", typed(now))
    operator.fill("input[name=closes_at]", typed(now + timedelta(hours=8)))
    with operator.expect_navigation():
        operator.locator(".plan-bar button").click()
    house.tick()
    return operator.url.rsplit("/", 1)[1]


def pick(lin: Any, house: House) -> list[str]:
    """Two taps, each kept at once; the names of what she picked."""
    lin.goto("/")
    hearts = lin.locator("form[data-ballot] label.heart")
    assert hearts.count() == len(TITLES)
    assert lin.locator("[data-ballot-count]").first.inner_text() == "0"
    for place in (0, 3):
        with lin.expect_response(lambda answer: answer.url.endswith("/picks")) as answered:
            hearts.nth(place).tap()
        assert answered.value.status == 200
    assert lin.locator("[data-ballot-count]").first.inner_text() == "2"
    lin.reload()
    picked = lin.locator("li.pick:has(input:checked) .pick-name").all_inner_texts()
    assert len(picked) == 2
    with lin.expect_navigation():
        lin.locator("button[form=ballot]").click()
    assert all(title in words(lin) for title in picked)
    return picked


def confirm(operator: Any, house: House, code: str, picked: list[str]) -> None:
    operator.goto(f"/studio/rounds/{code}")
    with operator.expect_navigation():
        operator.locator("button[form=confirm]").click()
    winners = operator.locator(".rank-first").all_inner_texts()
    assert len(winners) == 2 and all(any(title in said for said in winners) for title in picked)


def sew_and_send(operator: Any, title: str) -> None:
    operator.goto("/studio/samples")
    with operator.expect_navigation():
        operator.locator(".thing-name", has_text=title).click()
    operator.fill("input[name=cost]", "150")
    press(operator, "/pieces")
    operator.fill("input[name=courier]", "顺丰")
    operator.fill("input[name=tracking]", "SF1234567890")
    press(operator, "/parcels")


def wear_and_write(tang: Any, title: str) -> None:
    tang.goto("/koc")
    link = tang.locator("main a[href*='/koc/samples/']", has_text=title).first
    tang.goto(link.get_attribute("href"))
    press(tang, "/receipts")
    tang.goto(tang.url.split("?")[0].rstrip("/") + "/post")
    shots = [drawing(f"shot-{n}", (120, 60 + 50 * n, 90)) for n in range(3)]
    tang.set_input_files("input[name=pictures]", shots)
    tang.locator("label:has(input[name=wears])").first.click()
    for name, text in WORDS.items():
        tang.fill(f"textarea[name={name}]", text)
    with tang.expect_navigation():
        tang.locator("button[form=post]").click()


def publish(operator: Any, title: str) -> str:
    """Read her words, approve them, and open a pre-sale that needs two pieces; returns its code."""
    operator.goto("/studio/posts")
    operator.locator("main a[href*='/studio/posts/']", has_text=title).first.click()
    operator.wait_for_url("**/studio/posts/*")
    assert all(text in words(operator) for text in WORDS.values())
    press(operator, "/approval")
    with operator.expect_navigation():
        operator.locator("a[href*='/studio/presales/new']").last.click()
    now = only_clock.now()
    operator.fill("input[name=minimum]", "2")
    operator.fill("input[name=opens_at]", typed(now))
    operator.fill("input[name=closes_at]", typed(now + timedelta(days=2)))
    operator.fill("input[name=ships_by]", typed(now + timedelta(days=14)))
    with operator.expect_navigation():
        operator.locator(".offer-sum button:not([formaction])").click()
    press(operator, "/publication")
    return operator.url.rsplit("/", 1)[1]


def order(lin: Any) -> None:
    """From the message to a paid order of two pieces."""
    lin.goto("/inbox")
    with lin.expect_navigation():
        lin.locator(".notices a[href*='/presales/']").first.tap()
    assert WORDS["not_for"] in words(lin)
    lin.locator("#choose label:has(input[name=colour])").first.tap()
    lin.locator("#choose label:has(input[name=size])").nth(1).tap()
    with lin.expect_navigation():
        lin.locator("button[form=choose]").tap()
    wanted = lin.locator("input[name^=cell-]:not([value='0'])")
    assert wanted.input_value() == "1"
    wanted.fill("2")
    for name, text in HOME.items():
        lin.fill(f"[name={name}]", text)
    for name, text in (("province", "浙江省"), ("city", "嘉兴市"), ("district", "南湖区")):
        lin.locator(f"select[name={name}]").select_option(text)
    with lin.expect_navigation():
        lin.locator("button[form=checkout]").tap()
    assert "/cashier/" in lin.url and "478" in words(lin)
    press(lin, "/payment")
    assert "/payments/" in lin.url and "付好了" in words(lin)


def sew(bench: Any) -> None:
    """Every step is said before it is done."""
    bench.goto("/factory")
    with bench.expect_navigation():
        bench.locator("a.job").first.click()
    for _step in ("accept", "cut", "sew", "pack"):
        bench.locator("details.report summary").click()
        press(bench, "/steps")


def take_sheet(bench: Any, title: str) -> None:
    with bench.expect_download() as taken:
        bench.locator("a[href$='sheet.xlsx']").click()
    with zipfile.ZipFile(taken.value.path()) as book:
        parts = "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))
    assert title in parts


def send_parcels(bench: Any) -> None:
    """The shipping list comes back with couriers and numbers in its last two columns."""
    with bench.expect_download() as taken:
        button(bench, "/shipping-lists").click()
    lines = list(csv.reader(io.StringIO(Path(taken.value.path()).read_bytes().decode("utf-8-sig"))))
    head = next(at for at, line in enumerate(lines) if any("运单" in one or "单号" in one for one in line[-2:]))
    assert any(HOME["street"] in "".join(line) for line in lines[head + 1 :])
    for number, line in enumerate(lines[head + 1 :]):
        line[-2:] = ["中通快递", f"ZT{number:010d}"]
    held = io.StringIO()
    csv.writer(held).writerows(lines)
    back = {"name": "寄件.csv", "mimeType": "text/csv", "buffer": held.getvalue().encode("utf-8-sig")}
    bench.set_input_files("input[name=file]", back)
    press(bench, "/waybill-files")
    assert "ZT0000000000" in words(bench)


def receive(lin: Any) -> None:
    lin.goto("/orders")
    with lin.expect_navigation():
        lin.locator("main a[href*='/orders/']").first.tap()
    assert "ZT0000000000" in words(lin)
    press(lin, "/receipt")
    assert lin.locator("form[action$='/receipt']").count() == 0


def state_of(house: House, code: str) -> str:
    with house.app.app_context():
        return presales.Presale.find(code).state


def test_from_a_folder_of_drawings_to_a_parcel(house: House, visits: Visits, clock: ModuleType) -> None:
    people(house)
    operator, designer = visits.open("operator", **DESK), visits.open("designer", **DESK)
    upload(designer)
    round_code = plan(operator, house)
    lin = visits.open("lin")
    picked = pick(lin, house)

    clock.advance(hours=9)
    house.tick()
    with house.app.app_context():
        assert rounds.Round.find(round_code).is_over
    confirm(operator, house, round_code, picked)
    title = picked[0]
    sew_and_send(operator, title)
    wear_and_write(visits.open("xiaotang"), title)
    sale_code = publish(operator, title)
    house.tick()
    order(lin)

    with house.app.app_context():
        sale = presales.Presale.find(sale_code)
        closes_at, lock_at = sale.closes_at, sale.lock_at
    clock.set_to(closes_at + timedelta(minutes=11))
    house.tick()
    assert state_of(house, sale_code) == "met"
    clock.set_to(lock_at + timedelta(minutes=1))
    house.tick()
    bench = visits.open("factory", **DESK)
    sew(bench)
    take_sheet(bench, title)
    send_parcels(bench)
    receive(lin)
