"""A design changed: the newest version while nobody has voted on it, the next one afterwards."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from c2m.core.db import atomic
from c2m.loop import designs as stages
from c2m.web import forms, guard, uploads
from c2m.web.studio import bp, drafts
from c2m.web.studio.designs import design, visible


@bp.post("/designs/<code>/versions")
@forms.again(design)
def revise_design(code: str) -> ResponseReturnValue:
    visible(code)
    sent = uploads.pictures_from("pictures", most=12)
    with atomic():
        shown = visible(code)
        version = stages.revise(shown, drafts.draft(shown.newest, sent), by=guard.me().id)
    flash(_("Saved as version %(number)s", number=version.number), "ok")
    return redirect(url_for("studio.design", code=code), 303)
