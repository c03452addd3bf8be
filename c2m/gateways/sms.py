"""Text messages. The only driver so far writes them where the server writes, for a trial on one's own machine."""

from __future__ import annotations

from typing import Protocol


class Sms(Protocol):
    def send(self, phone: str, text: str) -> None:
        """Raises when it could not be handed over; it is tried again then."""


class Printed:
    """One clear line on standard output."""

    def send(self, phone: str, text: str) -> None:
        print(f"[SMS to {phone}] {' '.join(text.split())}", flush=True)
