"""Who works here: staff and their roles, factories and their people. Operators only."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from c2m.core.db import atomic
from c2m.core.errors import Refused, missing
from c2m.insight import colleagues
from c2m.loop import factories, people
from c2m.web import forms, guard
from c2m.web.studio import bp


def role_names() -> dict[str, str]:
    return {"operator": _("Operator"), "designer": _("Designer"), "support": _("Support")}


@bp.get("/crew")
def crew() -> ResponseReturnValue:
    """After a refusal only the form it is about is shown."""
    only = request.endpoint if forms.refused() else None
    found, makers = colleagues.crew(), colleagues.by_factory()
    return render_template("studio/crew.html", crew=found, factories=makers, roles=role_names(), only=only)


def _found_or_made(phone_field: str = "phone", name_field: str = "name") -> people.Person:
    """The person of the phone in the form, made if there is none. Inside atomic()."""
    phone, name = people.phone_of(forms.text(phone_field, 30), phone_field), forms.text(name_field, 40)
    person = people.by_phone(phone)
    if person is None and not name:
        raise Refused("Nobody has this number yet. Write her name too.", field=name_field)
    person = person or people.join(name, phone)
    if name and not person.name:
        person.name = name
    return person


@bp.post("/crew")
@forms.again(crew)
def give_role() -> ResponseReturnValue:
    role = forms.chosen("role", colleagues.STUDIO)
    with atomic():
        person = _found_or_made()
        people.give_role(person, role, by=guard.me().id)
    flash(_("%(name)s may work here now. She signs in with a code on her phone.", name=person.name), "ok")
    return redirect(url_for("studio.crew"), 303)


@bp.post("/crew/dismissals")
@forms.again(crew)
def take_role() -> ResponseReturnValue:
    role = forms.chosen("role", colleagues.STUDIO)
    with atomic():
        person = people.Person.find(forms.text("person", 12))
        people.take_role(person, role, by=guard.me().id)
    flash(_("%(name)s is out of that role, and signed out everywhere.", name=person.name), "ok")
    return redirect(url_for("studio.crew"), 303)


@bp.post("/crew/passwords")
@forms.again(crew)
def set_password() -> ResponseReturnValue:
    """For those in the studio and at the factories: members sign in with a code."""
    password = forms.text("password", 200)
    with atomic():
        person = people.Person.find(forms.text("person", 12))
        if not people.roles_of(person.id).intersection(people.STAFF):
            raise missing()
        people.set_password(person, password)
    flash(_("Password set. %(name)s is signed out everywhere.", name=person.name), "ok")
    return redirect(url_for("studio.crew"), 303)


@bp.post("/factories")
@forms.again(crew)
def add_factory() -> ResponseReturnValue:
    with atomic():
        factory = factories.add(forms.text("factory", 60), forms.text("city", 30), by=guard.me().id)
    flash(_("%(factory)s can be given work orders now.", factory=factory.name), "ok")
    return redirect(url_for("studio.crew", _anchor="factories"), 303)


@bp.post("/factories/staff")
@forms.again(crew)
def employ() -> ResponseReturnValue:
    with atomic():
        factory = factories.Factory.find(forms.text("of_factory", 12))
        person = _found_or_made("hand_phone", "hand_name")
        factories.employ(factory, person, by=guard.me().id)
    flash(_("%(name)s works for %(factory)s.", name=person.name, factory=factory.name), "ok")
    return redirect(url_for("studio.crew", _anchor="factories"), 303)


@bp.post("/factories/dismissals")
@forms.again(crew)
def dismiss() -> ResponseReturnValue:
    with atomic():
        person = people.Person.find(forms.text("person", 12))
        if factories.of_person(person.id) is None:
            raise missing()
        factories.dismiss(person, by=guard.me().id)
    flash(_("%(name)s is out at once.", name=person.name), "ok")
    return redirect(url_for("studio.crew", _anchor="factories"), 303)
