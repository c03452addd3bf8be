"""KOCs' posts: read as a shopper reads them, approved, or sent back for a fact that is wrong."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from c2m.core.db import atomic
from c2m.insight import samplings
from c2m.loop import ballots, brand
from c2m.loop import posts as stages
from c2m.web import forms, guard
from c2m.web.studio import bp

Marked = list[tuple[str, str]]
"""[("same" | "gone" | "new", text), ...]"""
SHORT = 2
"""An unchanged stretch shorter than this, between two changes, is easier to read as changed too."""


@bp.get("/posts")
def posts() -> ResponseReturnValue:
    page = forms.page()
    done, whole = samplings.read(page)
    return render_template(
        "studio/posts.html",
        waiting=samplings.handed_in() if page == 1 else [],
        done=done,
        page=page,
        pages=-(-whole // samplings.PAGE),
    )


@bp.get("/posts/<code>")
def post(code: str) -> ResponseReturnValue:
    shown = stages.Post.find(code)
    sample, shop = shown.sample, brand.read()
    return render_template(
        "studio/post.html",
        post=shown,
        sample=sample,
        version=sample.version,
        parts=parts(),
        share_bp=shop.share_bp,
        share_fen=sample.version.price_fen * shop.share_bp // 10_000,
        voters=len(ballots.voters(sample.design_id, [sample.koc_id])),
        wordings=_changes(stages.wordings(shown)),
    )


def parts() -> dict[str, str]:
    """The headings of her words, in order."""
    return {
        "scene": _("Where she wore it"),
        "worry": _("What she was afraid of"),
        "fit": _("How it sits"),
        "size_advice": _("Which size for whom"),
        "not_for": _("Who should not buy it"),
    }


def _changes(wordings: list[stages.Wording]) -> list[dict[str, Any]]:
    """Newest first: each wording, and for all but the first what is different from the one before."""
    shown = []
    for before, one in zip([None, *wordings], wordings, strict=False):
        names = (*stages.WORDS, "wears")
        changed = [name for name in names if before is not None and getattr(before, name) != getattr(one, name)]
        marked = {name: differences(getattr(before, name), getattr(one, name)) for name in changed}
        shown.append({"wording": one, "first": before is None, "changed": marked})
    return shown[::-1]


def differences(before: str, after: str) -> Marked:
    """What was taken out and what was put in, character by character: Chinese has no spaces to cut at."""
    marked: Marked = []
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal" and (b - a >= SHORT or a == 0 or b == len(before)):
            marked.append(("same", before[a:b]))
            continue
        if before[a:b]:
            marked.append(("gone", before[a:b]))
        if after[c:d]:
            marked.append(("new", after[c:d]))
    return _joined(marked)


def _joined(marked: Marked) -> Marked:
    """Neighbouring changes told as one: what is gone, then what is new."""
    told: Marked = []
    gone = new = ""
    for kind, text in [*marked, ("same", "")]:
        if kind == "gone":
            gone += text
        elif kind == "new":
            new += text
        else:
            told += [part for part in (("gone", gone), ("new", new), ("same", text)) if part[1]]
            gone = new = ""
    return told


@bp.post("/posts/<code>/approval")
@forms.again(post)
def approve_post(code: str) -> ResponseReturnValue:
    with atomic():
        shown = stages.Post.find(code)
        stages.approve(shown, by=guard.me().id)
        name = shown.sample.koc.name
    flash(_("It is out. Everybody who picked the design is told to read %(koc)s.", koc=name), "ok")
    return redirect(url_for("studio.post", code=code), 303)


@bp.post("/posts/<code>/returns")
@forms.again(post)
def send_back_post(code: str) -> ResponseReturnValue:
    """Which fact is wrong, and what is right. Criticism is not a wrong fact."""
    reason = forms.text("reason", 500)
    with atomic():
        shown = stages.Post.find(code)
        stages.send_back(shown, reason, by=guard.me().id)
        name = shown.sample.koc.name
    flash(_("Sent back to %(koc)s, with your reason.", koc=name), "ok")
    return redirect(url_for("studio.post", code=code), 303)
