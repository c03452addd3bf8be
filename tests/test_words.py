"""Every sentence of the product exists in both languages, and the Chinese is written as Chinese is."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po

from c2m import words
from c2m.config import ROOT
from c2m.demo import cast

KEYWORDS = {
    "_": None,
    "gettext": None,
    "_n": (1, 2),
    "ngettext": (1, 2),
    "Refused": (1,),
    "Bad": (2,),
    "tell": (3,),
}
SOURCES = [*sorted(ROOT.glob("c2m/**/*.py")), *sorted(ROOT.glob("templates/**/*.html"))]
HAN = r"[\u3400-\u9fff]"
HOLES = re.compile(r"%\(\w+\)[sd]|\{\w+\}")
FORBIDDEN = re.compile(r"[!！]|(?<![母父双相乡可])亲(?![自手眼])|爆款|手慢无")
HALF_WIDTH = re.compile(rf"{HAN}[,;:?!()]|[,;:?!()]{HAN}|{HAN}\.(?!\w)|{HAN}\)|\({HAN}|\)s[,;:?!]")
OWN_NAMES = tuple(words.LANGUAGES.values())


@functools.cache
def sentences() -> list[tuple[str, str]]:
    """(where, sentence) of everything that is translated."""
    return [(f"{path.relative_to(ROOT)}:{line}", sentence) for path in SOURCES for line, sentence in said(path)]


def said(path: Path) -> Iterator[tuple[int, str]]:
    """(line, sentence) of everything in this file that is translated."""
    method = "python" if path.suffix == ".py" else "jinja2.ext:babel_extract"
    with path.open("rb") as file:
        for line, message, _comments, _context in extract(method, file, keywords=KEYWORDS):
            one = message[0] if isinstance(message, tuple) else message
            if one:
                yield line, one


def translations() -> list[tuple[str, Message]]:
    """(area, message) of every catalogue."""
    found = []
    for path in words.areas():
        with path.open("rb") as file:
            found += [(path.stem, one) for one in read_po(file, locale="zh_CN") if one.id]
    return found


def chinese(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else [one for one in message.string if one]


def english(message: Message) -> tuple[str, ...]:
    return message.id if isinstance(message.id, tuple) else (message.id,)


def holes(text: str) -> set[str]:
    return set(HOLES.findall(text))


def test_every_sentence_of_the_product_has_its_chinese() -> None:
    catalogue = words.merged()
    missing = []
    for where, sentence in sentences():
        known = catalogue.get(sentence)
        if known is None or not chinese(known) or not all(chinese(known)):
            missing.append(f"{where}: {sentence!r}")
    assert missing == []


def test_the_sentences_are_really_found() -> None:
    found = {sentence for _where, sentence in sentences()}
    assert len(found) > 800
    assert "Write something here." in found  # Refused(...)
    assert "A sample is on its way to you: %(courier)s %(tracking)s." in found  # tell(...)
    assert "The courier number of %(order)s is missing." in found  # Bad(...)
    assert "%(num)s courier number is new." in found  # _n(...)


def test_the_parts_of_the_demo_cast_have_their_chinese() -> None:
    catalogue = words.merged()
    assert [player.role for player in cast.CAST if not catalogue.get(player.role)] == []


def test_no_area_leaves_a_sentence_untranslated() -> None:
    assert [f"{area}: {one.id!r}" for area, one in translations() if not chinese(one) or one.fuzzy] == []


def test_a_translation_has_the_same_holes_as_its_sentence() -> None:
    wrong = []
    for area, one in translations():
        wanted = set().union(*(holes(text) for text in english(one)))
        # The number itself may be said in words; nothing else may be lost, and nothing invented.
        wrong += [f"{area}: {text!r}" for text in chinese(one) if holes(text) != wanted]
    assert wrong == []


def test_a_percent_sign_is_doubled_where_the_sentence_has_holes() -> None:
    wrong = []
    for area, one in translations():
        for text in (*english(one), *chinese(one)):
            if "%(" in text and re.search(r"(?<!%)(?:%%)*%(?![%(])", text):
                wrong.append(f"{area}: {text!r}")
    assert wrong == []


def test_two_areas_never_translate_one_sentence_differently() -> None:
    words.merged()  # it raises


def test_areas_that_disagree_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
    (tmp_path / "zh_CN").mkdir()
    for area, text in (("one", "付款"), ("two", "支付")):
        (tmp_path / "zh_CN" / f"{area}.po").write_text(f'{head}msgid "Pay"\nmsgstr "{text}"\n', encoding="utf-8")
    monkeypatch.setattr(words, "FOLDER", tmp_path)
    with pytest.raises(ValueError, match="translated differently"):
        words.merged()


def test_chinese_sentences_have_chinese_punctuation() -> None:
    assert [f"{area}: {text}" for area, one in translations() for text in chinese(one) if HALF_WIDTH.search(text)] == []


def test_nobody_is_shouted_at_or_hurried() -> None:
    assert [f"{area}: {text}" for area, one in translations() for text in chinese(one) if FORBIDDEN.search(text)] == []


def test_templates_have_no_words_of_their_own() -> None:
    """Chinese stands in the catalogues only."""
    bare = []
    for path in ROOT.glob("templates/**/*.html"):
        text = re.sub(r"\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        # What stands inside _('...') is a source sentence; an example in it may be Chinese.
        text = re.sub(r"\b_\(\s*('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")", "", text)
        for name in OWN_NAMES:
            text = text.replace(name, "")
        bare += [f"{path.relative_to(ROOT)}: {found}" for found in re.findall(rf".{{0,20}}{HAN}+", text)]
    assert bare == []
