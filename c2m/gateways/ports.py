"""Which drivers this installation uses. create_app builds them once; everybody asks ports()."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import current_app

from c2m.config import ROOT
from c2m.core import storage
from c2m.gateways import sms
from c2m.gateways.sandbox import Sandbox
from c2m.loop import payments


@dataclass(frozen=True)
class Ports:
    """``cashier`` is None where paying is switched off."""

    storage: storage.Storage
    cashier: payments.Gateway | None
    sms: sms.Sms


def ports() -> Ports:
    return current_app.extensions["c2m"]


def build(config: Mapping[str, Any]) -> Ports:
    """The drivers the settings name."""
    return Ports(
        storage=storage.from_settings(config["STORAGE"], root=ROOT),
        cashier=_cashier(config),
        sms=_sms(config),
    )


def _cashier(config: Mapping[str, Any]) -> payments.Gateway | None:
    if config["CASHIER"] == "none":
        return None
    if config["CASHIER"] == "sandbox":
        return Sandbox(config["CASHIER_BOOK"], callback_url=f"{config['BASE_URL']}/callbacks/sandbox")
    raise ValueError("The cashier setting must be sandbox or none.")


def _sms(config: Mapping[str, Any]) -> sms.Sms:
    if config["SMS"] == "print":
        return sms.Printed()
    raise ValueError("The SMS setting must be print.")
