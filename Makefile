# C2M. `make` alone shows what there is. Needs Python 3.11 or newer with venv, and make; everything else is fetched into .venv.

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
FLASK := $(PY) -m flask --app wsgi
PIP := $(PY) -m pip install -qq --disable-pip-version-check

.DEFAULT_GOAL := help
.PHONY: help run test check demo lint bench extras
.DELETE_ON_ERROR:

help: ## what you can make
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | awk -F '\t' '{ printf "make %-8s %s\n", $$1, $$2 }'

run: $(VENV)/.runtime ## set up, then web and worker on 127.0.0.1, port 8000 or PORT=...; Ctrl-C ends both
	@exec $(PY) -P c2m/running.py

test: $(VENV)/.dev ## all tests (those without their browser or PostgreSQL are skipped and say so)
	$(PY) -m pytest -n auto

check: $(VENV)/.runtime ## the invariants, on the database `make run` uses
	@$(FLASK) check

demo: $(VENV)/.runtime ## the demo brand, in an empty database
	@$(FLASK) setup --no-demo
	@$(FLASK) demo

lint: $(VENV)/.dev ## style and likely mistakes
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .

bench: $(VENV)/.dev ## measurements, printed as ratios
	$(PY) -m bench

extras: $(VENV)/.extra ## what the app can use: iPhone pictures, PostgreSQL, S3

# One stamp a set of packages: made once, made anew when its list changes.
$(VENV)/.runtime: requirements.txt | $(VENV)/bin/python
	@echo "Installing what the app needs ..."
	@$(PIP) -r requirements.txt
	@touch $@

$(VENV)/.extra: requirements-extra.txt $(VENV)/.runtime
	@echo "Installing the extras ..."
	@$(PIP) -r requirements.txt -r requirements-extra.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt requirements-extra.txt $(VENV)/.runtime
	@echo "Installing what the tests need ..."
	@$(PIP) -r requirements-dev.txt
	@touch $(VENV)/.extra $@

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "C2M needs Python 3.11 or newer, this is " + sys.version.split()[0] + ". Name another: make PYTHON=python3.12 run")'
	@echo "Making the virtual environment $(VENV) ..."
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "On Debian and Ubuntu: apt install python3-venv"; exit 1; }
