# Every target sets up what it needs. `make help` lists them.

PYTHON ?= python3
VENV ?= .venv
UV ?= uv
BIN := $(VENV)/bin
STAMP := $(VENV)/.set-up
ARGS ?=

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup demo test check bench lock clean

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(STAMP) ## Build the virtual environment .venv from requirements/dev.lock

$(STAMP): requirements/dev.lock pyproject.toml
	@command -v $(PYTHON) >/dev/null || { \
	  echo "There is no $(PYTHON) here. Install Python 3.11 or newer, or name it: make setup PYTHON=/path/to/python3" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Pugmark needs Python 3.11 or newer, and $(PYTHON) is $$($(PYTHON) -V 2>&1). Name another: make setup PYTHON=python3.12" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

demo: $(STAMP) ## Screen the sample listings, write a report, explain one listing
	@mkdir -p demo-out
	$(BIN)/pugmark screen demo/listings.jsonl --out demo-out/findings.parquet
	$(BIN)/pugmark screen demo/listings.jsonl --out demo-out/report.html
	$(BIN)/pugmark explain "Carved i.v.o.r.y bangle, not bone or resin, 64 g, 280 USD, DM for more pictures"
	@echo
	@echo "Findings: demo-out/findings.parquet"
	@echo "Report:   demo-out/report.html (open it in a browser)"

test: $(STAMP) ## Run the tests; ARGS="-k normalise" chooses some
	$(BIN)/pytest $(ARGS)

check: $(STAMP) ## Lint, format, types, import contracts, lexicon
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pugmark lexicon check

bench: $(STAMP) ## Measure speed and how well the screen reads unseen kinds and languages
	$(BIN)/python benchmarks/speed.py
	$(BIN)/python benchmarks/unseen.py
	$(BIN)/python benchmarks/probe.py
	$(BIN)/python benchmarks/disguise.py
	$(BIN)/python benchmarks/leave_one_out.py

lock: ## Remake requirements/dev.lock from pyproject.toml; needs uv
	printf 'hatchling>=1.27\neditables>=0.5\n' | $(UV) pip compile pyproject.toml - --quiet \
	  --group dev --extra bench --extra train --universal --python-version 3.11 \
	  --generate-hashes --no-header --no-annotate \
	  --output-file requirements/dev.lock

clean: ## Remove what the demo, the tests and the benchmarks wrote; .venv stays
	rm -rf demo-out bench-out .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage
