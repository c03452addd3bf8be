"""Commands of `flask --app wsgi`: thin, one act each. c2m/cli.py puts them on the app."""
