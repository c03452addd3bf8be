"""Designs: the wall of them, uploading several pictures at once, and the page of one."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext as _n
from werkzeug.datastructures import FileStorage

from c2m.core import pictures
from c2m.core.db import atomic
from c2m.core.errors import Refused, missing
from c2m.core.moves import move
from c2m.insight import colleagues, fates, standings
from c2m.loop import communities, files, people
from c2m.loop import designs as stages
from c2m.web import forms, guard, uploads
from c2m.web.studio import bp, drafts

MOST_AT_ONCE = 40


def _all() -> bool:
    return "operator" in g.roles


def visible(code: str) -> stages.Design:
    """A designer sees her own designs, an operator all."""
    design = stages.Design.find(code)
    if not _all() and design.designer_id != guard.me().id:
        raise missing()
    return design


@bp.get("/designs")
def designs() -> ResponseReturnValue:
    which = request.args.get("which", "all")
    which = which if which in standings.WHICH else "all"
    words, page = request.args.get("q", "").strip()[:60], forms.page()
    mine = None if _all() else guard.me().id
    found, whole = standings.listed(which, words, mine, page)
    return render_template(
        "studio/designs.html",
        designs=found,
        whole=whole,
        places=standings.places([design.id for design in found]),
        which=which,
        words=words,
        page=page,
        pages=-(-whole // standings.PAGE),
        fresh=set(request.args.get("new", "").split(".")),
        designers=colleagues.designers() if _all() else [],
        categories=stages.CATEGORIES,
    )


# --- several pictures at once ---------------------------------------------------------------------------------------


@bp.post("/designs")
@forms.again(designs)
def upload_designs() -> ResponseReturnValue:
    """Each picture becomes a design named after its file. Those that cannot be used are named; the others are kept."""
    given, designer_id = drafts.shared(), _designer()
    good, bad = _rebuilt([file for file in request.files.getlist("pictures") if file.filename])
    for no in bad[1:] if not good else bad:
        flash(forms.sentence(no), "bad")
    if not good:
        raise bad[0] if bad else Refused("Choose at least one picture.", field="pictures")
    with atomic():
        made = [_upload(title, rebuilt, given, designer_id) for title, rebuilt in good]
    flash(_n("%(num)s design uploaded", "%(num)s designs uploaded", len(made)), "ok")
    if len(made) == 1:
        return redirect(url_for("studio.design", code=made[0].code), 303)
    return redirect(url_for("studio.designs", new=".".join(design.code for design in made)), 303)


def _designer() -> int | None:
    """Whose designs these are: the designer's own, or whom the operator names."""
    if "designer" in g.roles and not request.form.get("designer"):
        return guard.me().id
    if not _all() or not request.form.get("designer"):
        return None if _all() else guard.me().id
    named = people.Person.key_of(request.form["designer"])
    if named not in {person.id for person in colleagues.designers()}:
        raise Refused("Choose one of those shown.", field="designer")
    return named


def _rebuilt(sent: list[FileStorage]) -> tuple[list[tuple[str, pictures.Rebuilt]], list[Refused]]:
    if len(sent) > MOST_AT_ONCE:
        raise Refused("Send %(most)s pictures at a time.", field="pictures", most=MOST_AT_ONCE)
    good, bad = [], []
    for file in sent:
        try:
            good.append((_title(file.filename or ""), uploads.store(pictures.rebuild(file.read()))))
        except Refused as no:
            about = no.params | {"file": (file.filename or "")[:60]}
            bad.append(Refused(no.message, no.status, "pictures", **about))
    return good, bad


def _title(filename: str) -> str:
    """波点_裹身裙.jpg -> 波点 裹身裙"""
    stem = PurePosixPath(filename.replace("\\", "/")).stem
    plain = "".join(c if c.isprintable() else " " for c in stem).replace("_", " ").replace("-", " ")
    return " ".join(plain.split())[:60] or _("Unnamed")


def _upload(title: str, rebuilt: pictures.Rebuilt, given: dict[str, Any], designer_id: int | None) -> stages.Design:
    colour = stages.Colour("如图", "As drawn", rebuilt.tone)
    draft = stages.Draft(title=title, pictures=(files.keep_picture(rebuilt),), colours=(colour,), **given)
    return stages.upload(draft, designer_id, by=guard.me().id)


# --- one design -----------------------------------------------------------------------------------------------------


@bp.get("/designs/<code>")
def design(code: str) -> ResponseReturnValue:
    shown = visible(code)
    places = standings.places([shown.id]).get(shown.id, [])
    hosts = {one.entry.round.koc_id: one.entry.round.koc for one in places}
    after = fates.after((shown.id, koc_id) for koc_id in hosts) if hosts else {}
    return render_template(
        "studio/design.html",
        design=shown,
        version=shown.newest,
        places=places,
        became=[(hosts[koc_id].name, fate) for (_design_id, koc_id), fate in after.items() if fate.stage != "none"],
        categories=stages.CATEGORIES,
        tags=communities.NEED_TAGS,
        typed=drafts.typed(shown.newest),
    )


@bp.post("/designs/<code>/retirement")
def retire_design(code: str) -> ResponseReturnValue:
    """It goes into no round any more; what it has been in stays."""
    return _moved(code, "retire", _("Put away. It will not be offered for rounds."))


@bp.post("/designs/<code>/return")
def restore_design(code: str) -> ResponseReturnValue:
    return _moved(code, "restore", _("Back among the designs."))


def _moved(code: str, verb: str, said: str) -> ResponseReturnValue:
    with atomic():
        move(visible(code), verb, by=guard.me().id)
    flash(said, "ok")
    return redirect(url_for("studio.design", code=code), 303)
