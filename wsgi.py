"""What a web server loads: ``gunicorn wsgi:app``, ``flask --app wsgi``."""

from c2m import config, create_app

try:
    app = create_app()
except config.Unsafe as unsafe:
    raise SystemExit(f"C2M does not start. {unsafe}") from unsafe
