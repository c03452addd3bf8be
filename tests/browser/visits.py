"""People at their screens: each has a browser of her own, and whatever its console complains about is kept."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

from flask import Flask
from PIL import Image, ImageDraw

from c2m.demo import cast as demo
from c2m.gateways.ports import ports
from c2m.tick import until_quiet
from tests import makers
from tests.cast import Who

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
NARROW = {"viewport": {"width": 320, "height": 640}}
DESK = {"viewport": {"width": 1440, "height": 900}}
PATIENCE = 20_000  # ms; a busy machine is slow, a broken page never comes
ROLES = {"operator": ("operator",), "designer": ("designer",), "support": ("support",), "factory": ("factory",)}


def who(key: str) -> Who:
    """Somebody one can sign in as with one tap."""
    player = next(one for one in demo.CAST if one.key == key)
    return Who(player.name, player.phone, ROLES.get(key, ()))


@dataclass(frozen=True)
class House:
    app: Flask
    url: str

    def tick(self) -> None:
        """The worker's beat. The rounds here are planned by people, so no round opens by itself."""
        self.app.config["DEMO"] = False
        with self.app.app_context():
            until_quiet()
        self.app.config["DEMO"] = True

    def keep_files(self, *numbers: int) -> None:
        """The files behind the pictures of ``makers``, which keeps only their rows. In an application context."""
        for number in numbers:
            for name, data in makers.rebuilt(number).files.items():
                ports().storage.put(name, data)


class Visits:
    def __init__(self, chromium: Any, house: House) -> None:
        self.chromium, self.house = chromium, house
        self.contexts: list[Any] = []
        self.complaints: list[str] = []

    def open(self, key: str | None = None, language: str | None = None, **screen: Any) -> Any:
        """A page of this person, signed in with one tap, on her first page; None is somebody without an account."""
        context = self.chromium.new_context(base_url=self.house.url, **(screen or PHONE))
        context.set_default_timeout(PATIENCE)
        self.contexts.append(context)
        if language:
            context.add_cookies([{"name": "language", "value": language, "url": self.house.url}])
        page = context.new_page()
        page.on("console", lambda said: self._hear(page, said))
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        if key:
            page.goto("/signin")
            page.locator(f"button[name=key][value={key}]").click()
            page.wait_for_url(lambda url: "/signin" not in url)
        return page

    def _hear(self, page: Any, said: Any) -> None:
        if said.type == "error":
            self.complaints.append(f"{page.url}: {said.text} ({said.location.get('url')})")

    def forgive(self, words: str) -> None:
        """What the browser had to complain about, because the test broke it."""
        self.complaints = [one for one in self.complaints if words not in one]

    def leave(self) -> None:
        for context in self.contexts:
            context.close()


def button(page: Any, action: str) -> Any:
    """The button of the form that goes to an address ending like this, wherever on the page it stands."""
    form = page.locator(f"form[method=post][action$='{action}']").first
    own = form.locator("button:not([formaction]):not([name])").last
    named = form.get_attribute("id")
    return page.locator(f"button[form={named}]").first if named and not own.count() else own


def press(page: Any, action: str) -> None:
    """Send this form and wait for the page it leads to."""
    with page.expect_navigation():
        button(page, action).click()


def drawing(name: str, tone: tuple[int, int, int], size: tuple[int, int] = (180, 240)) -> dict[str, Any]:
    """A small picture as a file field takes it."""
    image = Image.new("RGB", size, (240, 236, 228))
    ImageDraw.Draw(image).polygon([(60, 40), (120, 40), (150, 220), (30, 220)], fill=tone)
    held = io.BytesIO()
    image.save(held, "JPEG")
    return {"name": f"{name}.jpg", "mimeType": "image/jpeg", "buffer": held.getvalue()}
