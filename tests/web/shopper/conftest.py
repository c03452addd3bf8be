"""``wall``: an open round of 小棠."""

import pytest
from flask import Flask

from tests.web.shopper.walls import Wall


@pytest.fixture
def wall(app: Flask, clock) -> Wall:
    return Wall(app)
