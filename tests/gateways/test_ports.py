"""The settings say which drivers there are; an unknown one stops the start."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from c2m.gateways import ports
from c2m.gateways.sandbox import Sandbox


def settings(folder: Path, **values: str) -> dict[str, object]:
    plain = {"STORAGE": f"file:{folder}", "CASHIER": "sandbox", "CASHIER_BOOK": folder / "book.sqlite", "SMS": "print"}
    return plain | {"BASE_URL": "http://127.0.0.1:9"} | values


def test_the_sandbox_tells_the_address_the_settings_name(tmp_path: Path) -> None:
    cashier = ports.build(settings(tmp_path)).cashier
    assert isinstance(cashier, Sandbox)
    assert cashier.callback_url == "http://127.0.0.1:9/callbacks/sandbox"


def test_none_means_that_there_is_no_cashier(tmp_path: Path) -> None:
    assert ports.build(settings(tmp_path, CASHIER="none")).cashier is None


@pytest.mark.parametrize("setting", ["CASHIER", "SMS", "STORAGE"])
def test_an_unknown_driver_stops_the_start(tmp_path: Path, setting: str) -> None:
    with pytest.raises(ValueError, match="setting must be"):
        ports.build(settings(tmp_path, **{setting: "carrier-pigeon"}))


def test_the_app_hands_its_drivers_to_whoever_asks(inside: Flask) -> None:
    assert ports.ports() is inside.extensions["c2m"]
