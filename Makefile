# Everything this project can be asked to do. `make` alone lists it.
# PORT, NEIQIN_DATABASE_URL and NEIQIN_DATA_DIR are handed on to whatever runs.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c

export PYTHONUTF8 := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PORT ?= 8000

# The first Python that is new enough; name another with `make PYTHON=... setup`.
PYTHON ?= $(shell for candidate in python3 python3.13 python3.12 python3.11; do \
	if $$candidate -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; \
	then echo $$candidate; exit; fi; done; echo python3)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --no-input

# A stamp is written last, so that a set-up that was cut anywhere is done again from where it is needed.
ENVIRONMENT := $(VENV)/.made
RUNTIME := $(VENV)/.installed-runtime
DEVELOPMENT := $(VENV)/.installed-development

# `make test ARGS="tests/feel -k date"` narrows a run.
ARGS ?=
WORKERS ?= auto
# Extras stay in the locks: without them pip takes a newer, unhashed release for `coverage[toml]`.
COMPILE_LOCK = $(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 \
	--generate-hashes --no-strip-extras --no-emit-index-url --no-header --quiet $(if $(UPGRADE),--upgrade,)

.PHONY: help
help: ## List these targets.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# ------------------------------------------------------------------ set up

.PHONY: setup
setup: $(DEVELOPMENT) ## Build .venv/ with everything for running and testing; does nothing when it is current.

$(ENVIRONMENT): webapp/preflight.py
	@$(PYTHON) webapp/preflight.py
	@# A half-made environment is made anew; one that works is kept.
	@$(BIN)/python -m pip --version >/dev/null 2>&1 && $(BIN)/python webapp/preflight.py 2>/dev/null \
		|| { echo "Making $(VENV)/ with $$($(PYTHON) --version)"; $(PYTHON) -m venv --clear $(VENV); }
	@touch $@

# An install that was cut may have left half a package, which pip takes for a whole one: then it is laid anew.
define install
	@again=$$([ ! -e $(VENV)/.cut ] || echo --force-reinstall); touch $(VENV)/.cut; \
	$(PIP) install $$again --require-hashes -r $(1) || { \
		echo "neiqin: the packages of $(1) could not be installed; is a package index within reach?" >&2; exit 1; }
endef

$(RUNTIME): requirements.lock pyproject.toml $(ENVIRONMENT)
	@echo "Installing what Neiqin runs on (locked, a minute or two the first time)"
	$(call install,requirements.lock)
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@rm $(VENV)/.cut; touch $@

$(DEVELOPMENT): requirements-dev.lock $(RUNTIME)
	@echo "Installing what the tests and checks need (locked)"
	$(call install,requirements-dev.lock)
	@rm $(VENV)/.cut; touch $@

# ------------------------------------------------------------------ run

.PHONY: run
run: $(RUNTIME) ## Serve the demo company on http://127.0.0.1:8000 (PORT=... for another port).
	@exec $(BIN)/neiqin serve --demo

# ------------------------------------------------------------------ test

.PHONY: test
test: $(DEVELOPMENT) ## Run all tests on SQLite and PostgreSQL (ARGS="tests/feel" narrows, WORKERS=0 is one process).
	@$(BIN)/python -m pytest -n $(WORKERS) $(ARGS)

.PHONY: apart
apart: $(DEVELOPMENT) ## Run the engine's tests on a copy without its registers, which a company may replace.
	@$(BIN)/python -m tests.without_registers -n $(WORKERS)

.PHONY: faults
faults: $(DEVELOPMENT) ## Run the long crash and fault runs (not part of `make test`).
	@$(BIN)/python -m pytest -m faults $(ARGS)

# COUNT=1000000 SEED=7 make fuzz
COUNT ?= 1000000
SEED ?= 20261124

.PHONY: fuzz
fuzz: $(DEVELOPMENT) ## Run a million made-up and spoilt expressions (COUNT, SEED; not part of `make test`).
	@$(BIN)/python -m tests.feel.fuzz --count $(COUNT) --seed $(SEED) --covered 50000 $(ARGS)

.PHONY: bench
bench: $(DEVELOPMENT) ## Print the benchmarks as JSON lines, each beside the floor of the same run.
	@$(BIN)/python -m tests.benchmarks $(ARGS)

# ------------------------------------------------------------------ check

.PHONY: check
check: lint types test apart ## What CI runs: lint, format, types, the staircase of imports, all tests.

.PHONY: lint
lint: $(DEVELOPMENT) ## Lint, look at the format, and hold the staircase of imports.
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports

.PHONY: types
types: $(DEVELOPMENT) ## Check types (strict for feel, forms and engine).
	@$(BIN)/mypy

.PHONY: format
format: $(DEVELOPMENT) ## Mend what can be mended: format, imports, simple lint.
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

# ------------------------------------------------------------------ keep house

.PHONY: lock
lock: ## Write the lock files anew from pyproject.toml (UPGRADE=1 takes newer versions).
	@$(COMPILE_LOCK) --group build -o requirements.lock
	@$(COMPILE_LOCK) --group dev --constraints requirements.lock -o requirements-dev.lock

.PHONY: screenshots
screenshots: $(DEVELOPMENT) ## Take the pictures of the guide anew, into docs/images/.
	@$(BIN)/python -m tests.acceptance.screenshots $(ARGS)

.PHONY: clean
clean: ## Remove the environment and caches; the data in var/ stays.
	@rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage *.egg-info
	@find . -name __pycache__ -type d -not -path './var/*' -prune -exec rm -rf {} +
