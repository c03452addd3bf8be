"""Her post: photos, video and honest words, kept as a draft until she hands them in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from c2m.core import pictures, video
from c2m.core.db import atomic
from c2m.core.errors import Refused, missing
from c2m.insight import tryons
from c2m.loop import brand, files, posts
from c2m.web import forms, guard, uploads
from c2m.web.koc import bp, hers

HERS = {"draft", "returned"}


@bp.get("/samples/<code>/post")
def post(code: str) -> ResponseReturnValue:
    """The page she writes on; once handed in, what she handed in."""
    sample = hers.sample(code)
    written = posts.of_sample(sample)
    if written is None and sample.state != "received":
        return redirect(url_for("koc.sample", code=code), 303)
    if written is not None and written.state not in HERS:
        return preview(code)
    return render_template(
        "koc/post.html",
        sample=sample,
        post=written,
        wordings=posts.wordings(written) if written else [],
        least=posts.LEAST_PICTURES,
        most=posts.MOST_PICTURES,
        longest=posts.LONGEST,
        sizes=[{"value": size} for size in sample.version.sizes],
        accept=pictures.ACCEPT,
        formats="JPEG, PNG, WebP" + (", HEIC" if "heic" in pictures.ACCEPT else ""),
        picture_mb=pictures.MAX_BYTES // 1_000_000,
        video_mb=video.MAX_BYTES // 1_000_000,
        video_seconds=int(video.MAX_SECONDS),
        share=_share(),
    )


@bp.get("/samples/<code>/preview")
def preview(code: str) -> ResponseReturnValue:
    """The post as a shopper sees it."""
    sample = hers.sample(code)
    written = posts.of_sample(sample)
    if written is None:
        raise missing()
    return render_template(
        "koc/preview.html",
        sample=sample,
        post=written,
        tryon=tryons.of_sample(sample),
        wordings=posts.wordings(written),
        share=_share(),
    )


@bp.post("/samples/<code>/drafts")
@forms.again(post)
def keep_draft(code: str) -> ResponseReturnValue:
    """Keep what is there so far. The same form takes one photo, or the video, out again."""
    _keep(code)
    if request.form.get("then") == "preview":
        return redirect(url_for("koc.preview", code=code), 303)
    flash(_("Kept. Only you can read it so far."), "ok")
    return redirect(url_for("koc.post", code=code), 303)


@bp.post("/samples/<code>/posts")
@forms.again(post)
def hand_in(code: str) -> ResponseReturnValue:
    """Keep it, then hand it in: when something is still missing, the draft is kept all the same."""
    _keep(code)
    with atomic():
        posts.hand_in(_written(code), by=guard.me().id)
    flash(_("Handed in. The brand checks the facts, not your opinion."), "ok")
    return redirect(url_for("koc.sample", code=code), 303)


def _share() -> str:
    """Her share in percent, as people write it: 5, 7.5."""
    return f"{brand.read().share_bp / 100:g}"


def _keep(code: str) -> None:
    hers.sample(code)
    words = {name: forms.text(name, posts.LONGEST) for name in posts.WORDS}
    words["wears"] = forms.text("wears", 20)
    new = uploads.pictures_from("pictures", posts.MOST_PICTURES)
    with _about("video"):
        filmed = uploads.video_from("video")
    with atomic():
        written = _written(code)
        posts.write(written, **words)
        _take_out(written, request.form.get("remove", ""))
        if new:
            posts.add_pictures(written, [files.keep_picture(one) for one in new])
        if filmed:
            posts.set_video(written, files.keep_video(*filmed))


def _written(code: str) -> posts.Post:
    return posts.begin(hers.sample(code))


def _take_out(written: posts.Post, what: str) -> None:
    if what == "video":
        posts.set_video(written, None)
    elif what:
        posts.remove_picture(written, files.Picture.find(what).id)


@contextmanager
def _about(field: str) -> Iterator[None]:
    """A refusal that names no field is about this one."""
    try:
        yield
    except Refused as no:
        raise Refused(no.message, no.status, no.field or field, **no.params) from None
