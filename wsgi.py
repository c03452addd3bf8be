"""What a web server loads: ``gunicorn wsgi:app``, ``flask --app wsgi``."""

from c2m import create_app

app = create_app()
