# Everything runs in .venv, which each target makes and fills as needed. `make PYTHON=python3.12` picks another Python.
.DEFAULT_GOAL := help
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
ifeq ($(OS),Windows_NT)
RUN := $(VENV)/Scripts/python
else
RUN := $(VENV)/bin/python
endif
READY := $(VENV)/.ready
OUT := generated
SOURCES := generator tests benchmarks docs/site examples
WORKERS ?= 2

.PHONY: help
help: ## Print this list
	@sed -n 's/^\([a-z][a-z-]*\):.*## \(.*\)/\1|\2/p' Makefile | while IFS='|' read -r name about; do \
		printf '  make %-16s %s\n' "$$name" "$$about"; done

# The lock pins everything with hashes; where it has no file for a platform, the last line installs what is missing.
$(READY): pyproject.toml $(wildcard requirements-dev.txt)
	$(RUN) -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV)
	$(RUN) -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	-$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-dev.txt
	$(RUN) -m pip install --quiet --disable-pip-version-check --editable . --group dev
	touch $(READY)

.PHONY: venv
venv: $(READY) ## Make .venv and install everything into it

.PHONY: lock
lock: $(READY) ## Renew requirements-dev.txt from the groups of pyproject.toml
	$(RUN) -m pip install --quiet --disable-pip-version-check --group lock
	$(RUN) -m uv pip compile --quiet pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes \
		--no-annotate --no-header --no-emit-index-url --no-emit-find-links --output-file requirements-dev.txt

.PHONY: regenerate
regenerate: $(READY) ## Generate all packages of specbind.toml
	$(RUN) -m specbind generate

.PHONY: verify
verify: $(READY) ## Fail if `make regenerate` would change anything
	$(RUN) -m specbind generate --check

BASE ?= main

.PHONY: review
review: $(READY) ## Review the descriptions against a revision (BASE=main): build/review.md and .html
	$(RUN) -m specbind diff 'git:$(BASE)' --fail-on none --out build/review.md --out build/review.html

.PHONY: test
test: $(READY) ## Run our tests and the generated ones
	$(RUN) -m pytest -q -n $(WORKERS) $(wildcard tests $(OUT)/tests)

.PHONY: test-corpus
test-corpus: $(READY) ## Run the slow tests too: large public descriptions, type-checked
	$(RUN) -m pytest -q -n $(WORKERS) --dist loadgroup -m "slow or not slow" tests/corpus

.PHONY: test-wire
test-wire: $(READY) ## Run the generated tests against the mock server, over loopback
	$(RUN) -m tests.mock.wire

.PHONY: test-schemathesis
test-schemathesis: $(READY) ## Let schemathesis, in an environment of its own, try the mock server
	$(PYTHON) -m venv build/schemathesis
	build/schemathesis/bin/pip install --quiet --disable-pip-version-check schemathesis==4.32.5
	$(RUN) -m tests.mock.probing build/schemathesis/bin/schemathesis

.PHONY: test-browser
test-browser: $(READY) ## Test the page of a review in chromium, which has to be installed
	$(RUN) -m pip install --quiet --disable-pip-version-check --group browser
	$(RUN) -m pytest -q -m slow tests/review/test_browser.py

.PHONY: examples
examples: $(READY) ## Follow the README of each service in examples/, and the first page of the guide from a wheel
	$(RUN) -m pip install --quiet --disable-pip-version-check --group examples
	$(RUN) -m pytest -q -n $(WORKERS) -m slow tests/examples tests/guide

.PHONY: docs
docs: $(READY) ## Build the user guide to build/docs/index.html; a broken link fails
	$(RUN) -m pip install --quiet --disable-pip-version-check --group docs
	$(RUN) -m sphinx -W --keep-going -q -c docs/site -d build/doctrees -b html . build/docs

.PHONY: check
check: lint format types generated-types ## Lint, check the layout and the types of all code

.PHONY: lint
lint: $(READY) ## Lint our code
	$(RUN) -m ruff check $(SOURCES)

.PHONY: format
format: $(READY) ## Check the layout: ruff for our code, black for what is copied or generated
	$(RUN) -m ruff format --check $(SOURCES)
	$(RUN) -m black --check --quiet $(wildcard templates/runtime templates/stubs $(OUT))

.PHONY: types
types: $(READY) ## Check the types of the generator and of the runtime
	$(RUN) -m mypy --strict generator
	$(RUN) -m mypy --strict templates/runtime
	$(RUN) -m mypy --strict benchmarks

.PHONY: generated-types
generated-types: $(READY) ## Check the types of the generated code with mypy and pyright
	MYPYPATH=$(OUT) $(RUN) -m mypy --strict --explicit-package-bases $(OUT)
	$(RUN) -m pyright --pythonpath $(RUN) $(OUT)

.PHONY: bench
bench: $(READY) ## Measure speed and memory
	$(RUN) -m benchmarks

.PHONY: corpus
corpus: $(READY) ## Do all there is to do with packages of published descriptions; writes docs/corpus.md
	$(RUN) -m benchmarks.corpus

.PHONY: names
names: $(READY) ## Renew docs/names.md: the names that a rule decided, over ../shared/corpus
	$(RUN) -m benchmarks.names ../shared/corpus

.PHONY: clean
clean: ## Remove .venv and all caches
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find generator templates tests $(OUT) -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
