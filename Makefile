# The two commands are `make demo` and `make test`; both work on a fresh clone and may be repeated.

PYTHON ?= python3
WORKERS ?= 2

VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/pip install --quiet --disable-pip-version-check --require-hashes
CONSULT := $(BIN)/flask --app app consult
EXTRACT := $(BIN)/pybabel --quiet extract --mapping=babel.cfg --keywords=_l --keywords=pgettext:1c,2 --keywords=lazy_pgettext:1c,2 \
	--keywords=npgettext:1c,2,3 --keywords=lazy_ngettext:1,2 --add-comments=Translators: --sort-by-file --add-location=file \
	--no-wrap --project=consult --version=1 --header-comment='\# What the site says, in English. Made by make catalogue.'
# No fuzzy matching: a guess is no translation. Messages that are no longer used go.
UPDATE := $(BIN)/pybabel --quiet update --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --no-wrap

.PHONY: help demo test lint fmt catalogue bench
.DEFAULT_GOAL := help

help:
	@echo "make demo       install, load the demo, serve it on http://127.0.0.1:8000"
	@echo "make test       every test, on SQLite and on PostgreSQL"
	@echo "make lint       the linters and the type checker"
	@echo "make fmt        put the Python files into shape"
	@echo "make catalogue  bring the messages of code and templates into translations/"
	@echo "make bench      measure speed and memory beside floor apps (ARGS=--quick: a minute, to see that it runs)"

demo: $(VENV)/.runtime
	$(CONSULT) init --no-link
	$(CONSULT) demo
	$(BIN)/python app.py

test: $(VENV)/.dev
	.ci/packages
	$(BIN)/pytest --quiet --numprocesses=$(WORKERS)
	$(BIN)/pytest --quiet --numprocesses=$(WORKERS) --database=postgresql -m "not browser"

lint: $(VENV)/.dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/djlint templates --lint --quiet

fmt: $(VENV)/.dev
	$(BIN)/ruff check --fix-only
	$(BIN)/ruff format

catalogue: $(VENV)/.dev
	$(EXTRACT) --output-file=translations/messages.pot .
	@sed --in-place '/^"POT-Creation-Date/d' translations/messages.pot  # a date alone is no change
	$(UPDATE) --input-file=translations/messages.pot --output-dir=translations --locale=fr

# Not in CI: it takes ten minutes on a quiet machine. See bench/README.md.
bench: $(VENV)/.dev
	$(BIN)/python -m bench $(ARGS)

# A stamp says that an installation ended well: an interrupted one is done again, a finished one costs nothing.
$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed (make PYTHON=python3.12 …).")'
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.runtime: requirements.txt | $(VENV)/.made
	$(INSTALL) --requirement=requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt | $(VENV)/.made
	$(INSTALL) --requirement=requirements-dev.txt
	@touch $@
