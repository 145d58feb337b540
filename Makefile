# Two commands: `make run` shows the dashboard, `make test` proves it. Everything stays in this folder.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Caches and settings stay in the checkout too.
export PIP_CACHE_DIR := $(CURDIR)/.cache/pip
export XDG_CACHE_HOME := $(CURDIR)/.cache
export XDG_CONFIG_HOME := $(CURDIR)/.cache/config
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PYTHONDONTWRITEBYTECODE := 1
PIP := $(BIN)/python -m pip install --quiet --require-hashes --only-binary :all:

.PHONY: run test lint types suite faults coverage demo bench screenshots lock audit sbom clean

run: $(VENV)/installed
	$(BIN)/python -m cspdash demo --if-empty
	$(BIN)/python -m cspdash serve

test: lint types suite

lint: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/installed-dev
	$(BIN)/mypy

# Each of the many processes that the tests start would compile our own code again; `make clean` removes what is kept.
suite: export PYTHONDONTWRITEBYTECODE :=
suite: $(VENV)/installed-dev
	$(BIN)/python -m pytest -n 2 --dist worksteal

# The tests that inject a fault, and the table of what happened.
faults: $(VENV)/installed-dev
	$(BIN)/python -m pytest -n 2 --dist worksteal -m fault --fault-table=docs/faults.md

# Which branches of store, ingest, stats, findings and publish are reached by their own tests and those of the commands
# and faults: what a page happens to draw does not count. It fails below 95 % in any of them.
MEASURED_BY := $(addprefix tests/,store ingest stats findings publish cli faults)
coverage: $(VENV)/installed-dev
	rm -rf .cache/coverage
	mkdir -p .cache/coverage
	$(BIN)/python -m coverage run -m pytest -n 2 --dist worksteal -m "not browser" $(MEASURED_BY)
	$(BIN)/python -m coverage combine --quiet
	$(BIN)/python -m coverage json --quiet -o .cache/coverage/figures.json
	$(BIN)/python scripts/coverage_table.py .cache/coverage/figures.json docs/coverage.md

demo bench: $(VENV)/installed
	$(BIN)/python -m cspdash $@

screenshots: $(VENV)/installed-dev
	$(BIN)/python scripts/screenshots.py

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "cspdash needs Python 3.11 or newer")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: requirements.txt | $(VENV)/bin/python
	$(PIP) -r requirements.txt
	touch $@

$(VENV)/installed-dev: requirements-dev.txt $(VENV)/installed
	$(PIP) -r requirements-dev.txt
	touch $@

# Newer versions: edit the .in files, then `make lock`.
lock: $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet pip-tools
	$(BIN)/pip-compile --quiet --generate-hashes --strip-extras --no-emit-index-url --no-emit-find-links --no-header requirements.in
	$(BIN)/pip-compile --quiet --generate-hashes --strip-extras --no-emit-index-url --no-emit-find-links --no-header --allow-unsafe requirements-dev.in
	$(BIN)/pip-compile --quiet --generate-hashes --strip-extras --no-emit-index-url --no-emit-find-links --no-header --allow-unsafe requirements-peers.in

# Whether a hole in any package is known: needs a network, and fails where a package could not be looked up.
audit: $(VENV)/installed-dev
	$(BIN)/python scripts/audit_packages.py lock
	$(BIN)/python scripts/audit_packages.py gate

# What the dashboard is made of: CycloneDX bill of materials, and the licence of every package.
sbom: $(VENV)/installed-dev
	mkdir -p .cache
	$(BIN)/cyclonedx-py requirements requirements.txt --output-reproducible --output-file .cache/sbom.cdx.json
	$(BIN)/python scripts/audit_packages.py licences > .cache/licences.csv

clean:
	rm -rf $(VENV) .cache .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -prune -exec rm -rf {} +
