"""Uploaded files: checked and stored before the act that uses them begins; the act then only records their names."""

from __future__ import annotations

from flask import request
from werkzeug.datastructures import FileStorage

from c2m.core import pictures, video
from c2m.core.errors import Refused
from c2m.gateways.ports import ports


def pictures_from(field: str, most: int = 40) -> list[pictures.Rebuilt]:
    """Every picture sent under ``field``, rebuilt and stored. Refused, naming the file, when one cannot be used."""
    sent = [file for file in request.files.getlist(field) if file.filename]
    if len(sent) > most:
        raise Refused("Send %(most)s pictures at a time.", field=field, most=most)
    return [_picture(file, field) for file in sent]


def _picture(file: FileStorage, field: str) -> pictures.Rebuilt:
    try:
        rebuilt = pictures.rebuild(file.read())
    except Refused as no:
        raise Refused(no.message, no.status, field, **(no.params | {"file": (file.filename or "")[:60]})) from None
    return store(rebuilt)


def store(rebuilt: pictures.Rebuilt) -> pictures.Rebuilt:
    """Put a rebuilt picture's files into the storage. Names come from the content, so twice is once."""
    for name, data in rebuilt.files.items():
        ports().storage.put(name, data)
    return rebuilt


def video_from(field: str) -> tuple[str, video.Video] | None:
    """The video sent under ``field``, checked by content, place data taken out, stored: its name and what it is."""
    file = request.files.get(field)
    if file is None or not file.filename:
        return None
    data = file.read()
    seen = video.inspect(data)
    cleaned = video.clean(data)
    name = video.name(cleaned)
    ports().storage.put(name, cleaned)
    return name, seen
