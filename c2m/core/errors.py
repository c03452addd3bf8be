"""The one way a rule says no to a person."""

from __future__ import annotations

from typing import Any


class Refused(Exception):
    """A rule said no.

    ``message`` is the English source sentence, with ``%(name)s`` places filled from ``params`` after it has
    been translated for the reader. It says what to do, not only what went wrong.

    ``status``: 422 the input cannot be used; 409 it could before, but not any more; 404 there is no such thing
    for this person; 403 this person may not; 429 too often; 503 not available here.
    ``field``: the name of the form field the sentence belongs to, when there is one.
    """

    def __init__(self, message: str, status: int = 422, field: str | None = None, **params: Any) -> None:
        super().__init__(message)
        self.message = message
        self.status = status
        self.field = field
        self.params = params

    def __str__(self) -> str:
        return self.message % self.params if self.params else self.message


def missing() -> Refused:
    """What is foreign and what does not exist look the same."""
    return Refused("There is nothing here. Check the address, or go back to the first page.", status=404)


def changed() -> Refused:
    """Somebody was faster, or the page was old."""
    return Refused("This changed a moment ago. Look again before you go on.", status=409)
