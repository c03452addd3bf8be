"""How values are said on a page: money, time in Shanghai, names in the reader's language."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from flask import Flask, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import ngettext as _n

from c2m import words
from c2m.core import clock, money
from c2m.loop import brand, inbox, people
from c2m.web import guard

WEEKDAYS_ZH = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")

SHAPES = {
    "pear": lambda: _("Pear"),
    "apple": lambda: _("Apple"),
    "hourglass": lambda: _("Hourglass"),
    "straight": lambda: _("Straight"),
    "inverted": lambda: _("Broad shoulders, narrow hips"),
}

NEEDS = {
    "petite": lambda: _("Petite"),
    "tall": lambda: _("Tall"),
    "soft waist": lambda: _("Soft waist"),
    "pear shape": lambda: _("Pear shape"),
    "broad shoulders": lambda: _("Broad shoulders"),
    "short neck": lambda: _("Short neck"),
    "sensitive skin": lambda: _("Sensitive skin"),
    "office": lambda: _("Office"),
    "new mother": lambda: _("New mother"),
    "school": lambda: _("School"),
    "plus size": lambda: _("Plus size"),
    "simple colours": lambda: _("Simple colours"),
}

CATEGORIES = {
    "dress": lambda: _("Dress"),
    "top": lambda: _("Top"),
    "shirt": lambda: _("Shirt"),
    "knit": lambda: _("Knitwear"),
    "outer": lambda: _("Outerwear"),
    "trousers": lambda: _("Trousers"),
    "skirt": lambda: _("Skirt"),
    "bag": lambda: _("Bag"),
    "accessory": lambda: _("Accessory"),
}


def init_app(app: Flask) -> None:
    app.jinja_env.filters.update(
        yuan=money.show,
        when=when,
        day=day,
        clock=hour,
        left=left,
        masked=people.masked,
        masked_name=masked_name,
        named=named,
        colour=colour,
        need=lambda tag: NEEDS[tag]() if tag in NEEDS else tag,
        shape=lambda key: SHAPES[key]() if key in SHAPES else "",
        category=lambda key: CATEGORIES[key]() if key in CATEGORIES else key,
        notice_text=notice_text,
        notice_url=notice_url,
        percent=percent,
        field_time=field_time,
    )
    app.jinja_env.globals.update(get_locale=get_locale, chinese=words.chinese, now=clock.now)
    app.context_processor(common)


def common() -> dict[str, Any]:
    """What every layout needs."""
    shop = brand.read()
    who = guard.person()
    viewer = {"name": who.name or people.masked(who.phone), "href": url_for("shopper.me")} if who else None
    return {"brand_name": shop.name if words.chinese() else shop.name_en, "viewer": viewer}


def day(at: datetime) -> str:
    """12月15日 / 15 Dec; with the year when it is another one."""
    here, today = clock.shanghai(at), clock.shanghai(clock.now())
    if words.chinese():
        text = f"{here.month}月{here.day}日"
        return text if here.year == today.year else f"{here.year}年{text}"
    text = here.strftime("%d %b").lstrip("0")
    return text if here.year == today.year else f"{text} {here.year}"


def hour(at: datetime) -> str:
    return clock.shanghai(at).strftime("%H:%M")


def when(at: datetime) -> str:
    """今天 21:00, 明天 12:00, 周日 20:00 (within a week), else 12月15日 20:00."""
    here, today = clock.shanghai(at), clock.shanghai(clock.now())
    days = (here.date() - today.date()).days
    if days == 0:
        name = _("today")
    elif days == 1:
        name = _("tomorrow")
    elif days == -1:
        name = _("yesterday")
    elif 1 < days < 7:
        name = WEEKDAYS_ZH[here.weekday()] if words.chinese() else here.strftime("%a")
    else:
        name = day(at)
    return f"{name} {hour(at)}"


def left(at: datetime) -> str:
    """How long until then, in the two largest units: 6 小时 40 分."""
    rest = at - clock.now()
    if rest <= timedelta(0):
        return _("no time")
    minutes = max(1, int(rest.total_seconds() // 60))
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    parts = []
    if days:
        parts.append(_n("%(num)s day", "%(num)s days", days))
    if hours:
        parts.append(_("%(hours)s h", hours=hours))
    if not days and minutes:
        parts.append(_("%(minutes)s min", minutes=minutes))
    return " ".join(parts)


def field_time(at: datetime | None) -> str:
    """For <input type=datetime-local>, Shanghai time."""
    return clock.shanghai(at).strftime("%Y-%m-%dT%H:%M") if at else ""


def percent(fraction: float, digits: int = 0) -> str:
    return f"{fraction * 100:.{digits}f}%"


def masked_name(name: str) -> str:
    return name[:1] + "**" if name else ""


def named(version: Any) -> str:
    """A design version's title in the reader's language."""
    return version.name(words.chosen())


def colour(cell: Any) -> str:
    """A cell's or a design colour's name in the reader's language."""
    zh, en = getattr(cell, "colour", None) or cell.zh, getattr(cell, "colour_en", None) or getattr(cell, "en", "")
    return zh if words.chinese() or not en else en


def notice_text(notice: inbox.Notice) -> str:
    return _(notice.message, **notice.params) if notice.params else _(notice.message)


PLACES = {
    "presale": ("shopper.presale", "code"),
    "order": ("shopper.order", "code"),
    "result": ("shopper.result", "code"),
    "round": ("shopper.round", "code"),
    "design": ("shopper.design", "code"),
    "sample": ("koc.sample", "code"),
}


def notice_url(notice: inbox.Notice) -> str | None:
    """The address a notice leads to."""
    kind, _colon, code = notice.link.partition(":")
    if kind not in PLACES:
        return None
    endpoint, name = PLACES[kind]
    return url_for(endpoint, **{name: code})
