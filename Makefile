# A user needs Python 3.11 or newer, make, and a network for the first run; Node and a browser are installed where missing.
PYTHON ?= python3
HOST ?= $(or $(LATENT_HOST),127.0.0.1)
PORT ?= $(or $(LATENT_PORT),8000)

BIN := .venv/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint .ci/constraints.txt --editable
RUN_READY := .venv/ready-to-run
TEST_READY := .venv/ready-to-test
AUDIT_READY := .venv/ready-to-audit
VENDORED := static/vendor/VERSION
NODE_MODULES := node_modules/.package-lock.json
INPUTS := pyproject.toml package-lock.json .ci/constraints.txt .ci/build_backend.py
# Node comes from the test extra, whatever else the machine has.
WITH_NODE := PATH="$(CURDIR)/$(BIN):$$PATH"

.PHONY: run test lint bench audit clean programs
.NOTPARALLEL:

run: $(RUN_READY)
	@exec env LATENT_HOST="$(HOST)" LATENT_PORT="$(PORT)" $(BIN)/latent-explorer serve

test: lint programs
	@$(WITH_NODE) node --test "tests/js/**/*.js"
	@$(BIN)/python -m pytest

lint: $(TEST_READY) $(NODE_MODULES)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/python .ci/import_contracts.py
	@$(BIN)/mypy
	@$(WITH_NODE) node_modules/.bin/tsc --project .ci/tsconfig.json

bench: $(TEST_READY)
	@$(BIN)/python -m tests.bench
	@$(BIN)/python -m tests.bench.training

# What is known against the pinned versions, by the registries of Python and Node; it fails where one doesn't answer.
audit: $(AUDIT_READY)
	@$(BIN)/pip-audit --strict --progress-spinner off --no-deps --disable-pip --requirement .ci/constraints.txt
	@$(WITH_NODE) npm audit --package-lock-only

# All that make installed or built; data/ and runs/ stay.
clean:
	rm -rf .venv node_modules static/vendor dist build .*_cache .hypothesis test-results
	find app model tests -name __pycache__ -prune -exec rm -rf {} +

$(RUN_READY): $(INPUTS) $(VENDORED) | $(BIN)/pip
	@echo "Installing Latent Explorer into .venv: a few minutes the first time."
	@$(INSTALL) .
	@touch $@

$(TEST_READY): $(INPUTS) $(VENDORED) | $(BIN)/pip
	@echo "Installing Latent Explorer and its tests into .venv: a few minutes the first time."
	@$(INSTALL) ".[test,ray]"
	@touch $(RUN_READY) $@

# Without a recipe: where it is missing, what depends on it is installed again, which fetches it.
$(VENDORED):

$(AUDIT_READY): $(TEST_READY)
	@$(INSTALL) ".[audit]"
	@touch $@

$(NODE_MODULES): package.json package-lock.json $(TEST_READY)
	@$(WITH_NODE) npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

$(BIN)/pip:
	@$(PYTHON) -c 'import sys; sys.exit(None if (3, 11) <= sys.version_info < (3, 15) else \
	    "Latent Explorer needs Python 3.11 to 3.14; name one: make run PYTHON=python3.12")'
	@$(PYTHON) -m venv --clear .venv

programs: $(TEST_READY)
	@.ci/install_for_tests
