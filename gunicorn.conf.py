"""How gunicorn serves the app. Everything can be set from the environment; the README lists it."""

import os

wsgi_app = "wsgi:app"
bind = os.environ.get("C2M_BIND") or f"127.0.0.1:{os.environ.get('PORT') or '8000'}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS") or "2")
# Few threads: writes on SQLite pass through one lock a process, so more of them only wait longer.
threads = int(os.environ.get("WEB_THREADS") or "4")
preload_app = False
timeout = 60
graceful_timeout = 30
keepalive = 5
accesslog = os.environ.get("WEB_ACCESS_LOG") or None
errorlog = "-"
loglevel = os.environ.get("WEB_LOG_LEVEL") or "warning"
