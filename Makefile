# `make help` lists what there is. Needs make and Python 3.11 or newer; everything else goes into .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
PIP_INSTALL := $(PIP) install -qq --require-hashes --requirement
COMPILE = $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header --no-annotate --group build
SHIPPED := bot scoring storage
SOURCES := $(SHIPPED) tests benchmarks docs
# Its warnings about its own marks are of no use, so stderr is only shown when it has something to say.
BANDIT = $(BIN)/bandit --quiet --recursive --configfile pyproject.toml $(SHIPPED)
MODELS = $(patsubst %/,%,$(sort $(dir $(wildcard interview_scripts/*/model.yaml))))

export PIP_NO_INPUT := 1

.DEFAULT_GOAL := help
.PHONY: help install try test check format bench soak pictures examples lock clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' Makefile

install: $(VENV)/.dev ## a .venv with everything
	@echo "Ready: $(BIN)/peiler --help"

try: $(VENV)/.run ## a demo in your browser: no account, no token (ARGS="--port 8080 --lang en")
	@$(BIN)/peiler try $(ARGS)

test: $(VENV)/.dev ## all tests, with coverage of the parts that must have all of it
	@$(BIN)/pytest --numprocesses auto --cov $(ARGS)

check: $(VENV)/.dev ## format, lint, types, imports, security and the shipped scripts; changes nothing
	@$(BIN)/ruff format --check --quiet $(SOURCES) || { echo "Not formatted: run 'make format'." >&2; exit 1; }
	@$(BIN)/ruff check --quiet $(SOURCES)
	@$(BIN)/mypy
	@$(BIN)/mypy docs/pictures/make.py
	@$(BIN)/mypy docs/word/make.py
	@$(BIN)/mypy docs/examples/make.py
	@$(BIN)/lint-imports
	@$(BANDIT) 2>/dev/null || $(BANDIT)
	@$(BIN)/python .ci/audit.py requirements/run.txt
	@$(BIN)/peiler check $(MODELS)

format: $(VENV)/.dev ## format the code and mend what ruff can mend
	@$(BIN)/ruff check --quiet --fix-only $(SOURCES)
	@$(BIN)/ruff format $(SOURCES)

bench: $(VENV)/.dev ## speed and size against their bars; exits 1 when one is missed
	@$(BIN)/python -m benchmarks.run $(ARGS)

soak: $(VENV)/.dev ## 500 kills, and every rule of delivery broken once (half an hour; fewer: PEILER_KILLS=50 make soak)
	@$(BIN)/pytest --numprocesses auto -m soak $(ARGS)

pictures: $(VENV)/.dev ## the pictures in the documentation, made by the program (needs Chromium)
	@$(BIN)/python docs/pictures/make.py

examples: $(VENV)/.dev ## the documents of the examples in docs/examples, from their inputs
	@$(BIN)/python docs/examples/make.py

lock: $(VENV)/.dev ## newest versions that pyproject.toml admits, with hashes, into requirements/
	@$(COMPILE) --upgrade --output-file requirements/run.txt
	@$(COMPILE) --upgrade --group dev --constraint requirements/run.txt --output-file requirements/dev.txt

clean: ## remove everything that make made
	@rm -rf $(VENV) build dist peiler.egg-info .coverage .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	@find $(SOURCES) interview_scripts -name __pycache__ -type d -prune -exec rm -rf {} +

# A stamp is touched when its step is done, so the second run starts at once.
$(VENV)/.run: requirements/run.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Peiler needs Python 3.11 or newer as '$(PYTHON)'; name another one: make PYTHON=python3.12 ..." >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null \
		|| { echo "'$(PYTHON)' has no venv module; on Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@echo "Installing what Peiler needs into $(VENV) (once) ..." >&2
	@$(PYTHON) -m venv $(VENV)
	@$(PIP_INSTALL) requirements/run.txt
	@$(PIP) install -qq --no-deps --no-build-isolation --no-index --editable .
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.run
	@echo "Installing the tools for tests and checks into $(VENV) (once) ..." >&2
	@$(PIP_INSTALL) requirements/dev.txt
	@touch $@
