"""Settings, all from the environment, with defaults that work on one machine. README lists them.

Production refuses to start on what is only good for a trial.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
KINDS = ("development", "production")
CASHIERS = ("sandbox", "none")


class Unsafe(RuntimeError):
    """A setting that must not be used like this; the message says what to set."""


def read(environ: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """The app's configuration. Raises Unsafe when production is asked for with unsafe settings."""
    instance = Path(environ.get("C2M_INSTANCE", ROOT / "instance")).resolve()
    kind = environ.get("C2M_ENV", "development")
    if kind not in KINDS:
        raise Unsafe(f"C2M_ENV must be one of: {', '.join(KINDS)}.")
    production = kind == "production"
    demo = _flag(environ, "C2M_DEMO", default=not production)
    cashier = environ.get("C2M_CASHIER", "sandbox")
    if cashier not in CASHIERS:
        raise Unsafe(f"C2M_CASHIER must be one of: {', '.join(CASHIERS)}.")
    if production:
        _refuse_unsafe(environ, demo, cashier)
    return {
        "PRODUCTION": production,
        "INSTANCE": instance,
        "SECRET_KEY": environ.get("C2M_SECRET_KEY") or _own_secret(instance),
        "SQLALCHEMY_DATABASE_URI": _database(environ.get("DATABASE_URL"), instance),
        "SQLALCHEMY_ENGINE_OPTIONS": {"pool_pre_ping": True, "pool_size": 8},
        "STORAGE": environ.get("C2M_STORAGE") or f"file:{instance / 'files'}",
        "DEMO": demo,
        "CASHIER": cashier,
        "CASHIER_BOOK": instance / "cashier.sqlite",
        "SMS": environ.get("C2M_SMS", "print"),
        "BASE_URL": environ.get("C2M_BASE_URL", f"http://127.0.0.1:{environ.get('PORT') or '8000'}").rstrip("/"),
        "SESSION_COOKIE_NAME": "__Host-c2m" if production else "c2m",
        "SESSION_COOKIE_SECURE": production,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_REFRESH_EACH_REQUEST": False,  # else a cookie goes out with every picture that all may keep
        "PERMANENT_SESSION_LIFETIME": 30 * 24 * 3600,
        "MAX_CONTENT_LENGTH": 200 * 1024 * 1024,
        "MAX_FORM_PARTS": 500,
        "MAX_FORM_MEMORY_SIZE": 1024 * 1024,
        "WTF_CSRF_TIME_LIMIT": None,
        "BABEL_DEFAULT_LOCALE": "zh_CN",
        "BABEL_DEFAULT_TIMEZONE": "Asia/Shanghai",
        "SEND_FILE_MAX_AGE_DEFAULT": 3600,
        "COMPRESS_MIMETYPES": ["text/html", "text/css", "text/javascript", "application/json", "image/svg+xml"],
        "COMPRESS_MIN_SIZE": 500,
        "TRUSTED_PROXIES": int(environ.get("C2M_PROXIES", "0")),
    }


def _flag(environ: Mapping[str, str], name: str, default: bool) -> bool:
    text = environ.get(name, "").strip().lower()
    return default if not text else text in {"1", "true", "yes", "on"}


def _refuse_unsafe(environ: Mapping[str, str], demo: bool, cashier: str) -> None:
    if len(environ.get("C2M_SECRET_KEY", "")) < 32:
        raise Unsafe("Production needs C2M_SECRET_KEY, a secret of at least 32 characters.")
    if demo:
        raise Unsafe("Production must not run with C2M_DEMO: anybody could sign in as anybody.")
    if cashier == "sandbox":
        raise Unsafe(
            "Production must not run with the sandbox cashier. Set C2M_CASHIER=none until a real one is set up."
        )


def _database(url: str | None, instance: Path) -> str:
    if not url:
        return f"sqlite:///{instance / 'c2m.sqlite'}"
    for plain in ("postgres://", "postgresql://"):
        if url.startswith(plain):
            return "postgresql+psycopg://" + url.removeprefix(plain)
    return url


def _own_secret(instance: Path) -> str:
    """Outside production every installation makes its own secret, once, readable by its owner only."""
    path = instance / "secret.txt"
    if not path.exists():
        instance.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_text().strip()
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_hex(32))
    return path.read_text().strip()
