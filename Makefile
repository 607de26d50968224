# `make` alone lists the targets. Everything runs inside .venv, which is made when it is missing.
.DEFAULT_GOAL := help
SHELL := /bin/sh
PYTHON ?= python3
VENV ?= .venv
export VENV
BIN := $(VENV)/bin
MANAGE := $(BIN)/python manage.py
INSTALL := $(PYTHON) -m config.install
PARALLEL ?= -n 2 --dist loadgroup
REQUIREMENTS := config/requirements

.PHONY: help python run test test-slow bench check format catalogues lock lock-upgrade clean

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 22

python:
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 or newer is needed, and $(PYTHON) was not found. Name another: make PYTHON=python3.12 ..."; exit 1; }

run: python ## install what is missing and run the site: PORT=8000, HOST=127.0.0.1
	@$(INSTALL) runtime
	@exec $(BIN)/python -m config.run

test: python ## run the tests (SQLite, browser); ARGS="-k idea" for fewer
	@$(INSTALL) runtime test
	@.ci/voikko
	@CHROMIUM="$$(.ci/chromium)" $(BIN)/pytest $(PARALLEL) -m "not slow and not bench" $(ARGS)

test-slow: python ## run the long tests: fuzz, kill, load, drills
	@$(INSTALL) runtime test
	@CHROMIUM="$$(.ci/chromium)" $(BIN)/pytest $(PARALLEL) -m slow $(ARGS)

bench: python ## measure; prints numbers
	@$(INSTALL) runtime test
	@CHROMIUM="$$(.ci/chromium)" $(BIN)/pytest tests/bench -m bench -p no:randomly -s $(ARGS)

check: python ## lint, types, imports, migrations, catalogues, system checks
	@$(INSTALL) runtime test dev
	@.ci/check

format: python ## let ruff put Python in order
	@$(INSTALL) runtime test dev
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

catalogues: python ## bring locale/ up to date with the texts in code and templates
	@$(INSTALL) runtime test dev
	$(MANAGE) catalogues update
	$(MANAGE) catalogues compile

lock: python ## write the locks anew from config/requirements/*.in, keeping versions that still fit
	@$(INSTALL) runtime test dev
	@cd $(REQUIREMENTS) && for purpose in runtime test dev; do \
		$(abspath $(BIN))/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
			--no-emit-index-url --no-header $(UPGRADE) $$purpose.in --output-file $$purpose.txt || exit 1; done

lock-upgrade: ## the same, with the newest versions the .in files allow
	@$(MAKE) lock UPGRADE=--upgrade

clean: ## remove the virtual environment and caches; data in var/ stays
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
