# make run · make test · make lint · make bench · make soak · make fmt. `make` alone lists them.

PORT ?= 8000
HOST ?= 127.0.0.1
VENV := .venv
BIN := $(VENV)/bin
PY := $(BIN)/python
# --no-deps: the lock is whole, and a resolver that meets an extra (coverage[toml]) asks for a newer release than the lock names.
PIP := $(PY) -m pip --disable-pip-version-check --quiet --quiet install --no-deps --require-hashes

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev run test lint bench soak fmt words states clean-var

help:
	@echo "make run     set everything up and serve on http://localhost:$(PORT)/ (PORT=, HOST=)"
	@echo "make test    every test, on SQLite and then on PostgreSQL"
	@echo "make lint    style, types, floors, words, migrations"
	@echo "make bench   the ratios of docs/performance.md"
	@echo "make soak    the long proofs of which make test runs a short seed each"
	@echo "make fmt     put code and templates into the one form"
	@echo "make setup   only the virtual environment and the compiled words"

$(VENV)/bin/python:
	@python=; for name in python3 python3.13 python3.12 python3.11; do \
	  if command -v $$name >/dev/null && $$name -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then \
	    python=$$name; $$name -c 'import ensurepip, venv' 2>/dev/null && break; fi; done; \
	if [ -z "$$python" ]; then echo "Python 3.11 or later is needed. Type:  sudo apt install python3 python3-venv" >&2; exit 1; fi; \
	if ! $$python -c 'import ensurepip, venv' 2>/dev/null; then \
	  echo "Python's venv module is missing. Type:  sudo apt install python3-venv" >&2; exit 1; fi; \
	echo "Making $(VENV) with $$($$python --version) …"; rm -rf $(VENV); $$python -m venv $(VENV)

# A stamp a set of packages: a second run finds nothing to do.
$(VENV)/.has-run: requirements.txt | $(VENV)/bin/python
	@echo "Installing what running needs (about a minute) …"
	@$(PIP) -r requirements.txt
	@touch $@

$(VENV)/.has-dev: requirements-dev.txt | $(VENV)/bin/python
	@echo "Installing what testing needs (about two minutes) …"
	@$(PIP) -r requirements-dev.txt
	@touch $@ $(VENV)/.has-run

words:
	@$(PY) -c 'from zhangdian.words import catalogues; catalogues.compile_all(".")'

setup: $(VENV)/.has-run words

setup-dev: $(VENV)/.has-dev words

run: setup
	@exec $(PY) manage.py up --bind $(HOST):$(PORT)

test: setup-dev
	@$(PY) -m tests $(ARGS)

soak: setup-dev
	@$(PY) -m tests --soak $(ARGS)

bench: setup-dev
	@$(PY) -m bench $(ARGS)

lint: setup-dev
	@$(PY) -m tests.lint

fmt: setup-dev
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format --quiet .
	@$(BIN)/djlint templates --reformat --quiet || true

states: setup-dev
	@$(PY) manage.py states --write
