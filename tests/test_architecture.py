"""The house: which part may know which, read from the imports."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from c2m.loop import LOOP
from c2m.web import guard
from tests import cast

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "c2m"
FILES = sorted(PACKAGE.rglob("*.py"))
SOURCES = [path for path in FILES if "migrations" not in path.parts]
LONGEST = 300

MAY_IMPORT = {
    "core": {"core"},
    "loop": {"core", "loop"},
    "insight": {"core", "loop", "insight"},
    "drawing": {"core", "drawing"},
    "papers": {"core", "papers"},
    "gateways": {"core", "loop", "gateways", "config"},
}
"""web, cli, demo and trial are at the top and may know everybody."""


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def imported(path: Path) -> Iterator[str]:
    """Every module of ours this file imports, dotted; ``from c2m.loop import rounds`` gives c2m.loop.rounds."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def ours(path: Path) -> set[str]:
    return {name for name in imported(path) if name.startswith("c2m.")}


@pytest.mark.parametrize("part", MAY_IMPORT)
def test_the_arrows_run_down_only(part):
    wrong = {
        f"{name_of(path)} -> {name}"
        for path in sorted((PACKAGE / part).rglob("*.py"))
        for name in ours(path)
        if name.split(".")[1] not in MAY_IMPORT[part]
    }
    assert not wrong


def test_inside_the_loop_a_stage_knows_only_the_stages_before_it():
    wrong = []
    for path in sorted((PACKAGE / "loop").glob("*.py")):
        if path.stem == "__init__":
            continue
        known = LOOP[: LOOP.index(path.stem)]
        stages = {name.split(".")[2] for name in ours(path) if name.startswith("c2m.loop.")}
        wrong += [f"{path.stem} -> {stage}" for stage in stages if stage not in known]
    assert not wrong


def test_every_file_of_the_loop_has_its_place_in_it():
    assert {path.stem for path in (PACKAGE / "loop").glob("*.py")} == {"__init__", *LOOP}


def test_the_loop_knows_neither_the_web_nor_the_network_and_never_commits():
    foreign = {"flask", "flask_login", "flask_babel", "flask_wtf", "requests", "urllib", "http", "socket"}
    for path in sorted((PACKAGE / "loop").glob("*.py")):
        assert not {name.split(".")[0] for name in imported(path)} & foreign, name_of(path)
        assert not re.search(r"\.(commit|rollback)\(|\batomic\(", path.read_text()), name_of(path)


def test_the_core_knows_no_word_of_the_business():
    words = re.compile(r"\b(presale|ballot|koc|work_order|shopper|factory)s?\b", re.IGNORECASE)
    for path in sorted((PACKAGE / "core").glob("*.py")):
        names = {node.id for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Name)}
        assert not [name for name in names if words.fullmatch(name)], name_of(path)


def test_there_is_one_clock():
    asks = re.compile(r"\b(datetime\.(now|utcnow|today)|date\.today|time\.time)\(")
    wrong = [name_of(path) for path in SOURCES if path.name != "clock.py" and asks.search(path.read_text())]
    assert not wrong


def test_only_moves_write_a_state():
    """Nothing assigns ``.state`` but where a row is made, in the function that adds it."""
    wrong = []
    for path in sorted((PACKAGE / "loop").glob("*.py")):
        for function in (n for n in ast.walk(ast.parse(path.read_text())) if isinstance(n, ast.FunctionDef)):
            text = ast.unparse(function)
            assigns = any(
                isinstance(target, ast.Attribute) and target.attr == "state"
                for node in ast.walk(function)
                if isinstance(node, ast.Assign)
                for one in node.targets
                for target in ast.walk(one)
            )
            if assigns and "db.session.add" not in text:
                wrong.append(f"{path.stem}.{function.name}")
    assert not wrong


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_no_file_is_longer_than_three_hundred_lines_and_each_says_what_it_is_for(path):
    text = path.read_text()
    assert len(text.splitlines()) <= LONGEST
    assert not text.strip() or ast.get_docstring(ast.parse(text))


def test_no_import_hides_in_a_function():
    wrong = []
    for path in SOURCES:
        for function in (n for n in ast.walk(ast.parse(path.read_text())) if isinstance(n, ast.FunctionDef)):
            if any(isinstance(node, ast.Import | ast.ImportFrom) for node in ast.walk(function)):
                wrong.append(f"{name_of(path)}: {function.name}")
    assert not wrong


@pytest.mark.parametrize("word", ["utils", "helpers", "common", "service", "manager", "misc"])
def test_no_file_has_a_name_that_says_nothing(word):
    assert not [name_of(path) for path in FILES if path.stem in {word, word.rstrip("s")}]


def test_the_product_knows_no_data_of_the_tests():
    phones = {who.phone for who in vars(cast).values() if isinstance(who, cast.Who)}
    for path in FILES:
        text = path.read_text()
        assert not re.search(r"shared/|00012-00000001|\bimport tests\b|\bfrom tests\b", text), name_of(path)
        assert not [phone for phone in phones if phone in text], name_of(path)


def test_every_route_stands_in_the_policy_table_and_every_row_has_its_route(app):
    routes = {rule.endpoint for rule in app.url_map.iter_rules()}
    assert routes - set(guard.POLICY) == set(), "routes without a rule"
    assert set(guard.POLICY) - routes == set(), "rules without a route"


def test_nothing_changes_by_looking_at_it(app):
    """A route that answers GET answers nothing else, but forms that show themselves again."""
    verbs = ("cancel", "delete", "confirm", "pay", "release", "approve")
    for rule in app.url_map.iter_rules():
        last = rule.rule.rstrip("/").rsplit("/", 1)[-1]
        if last in verbs:
            assert "GET" not in rule.methods, rule.rule
