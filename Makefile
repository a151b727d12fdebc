# The front door. Every target makes its virtual environment first, so each works on a fresh clone.
PYTHON ?= python3
BIN := .venv/bin
SETUP ?= acme
export PYTHONDONTWRITEBYTECODE :=  # whoever has it set would compile the program anew for each process of the tests

.PHONY: rehearse help check format lint ceilings types test thorough exports bench fuzz pictures manual pins clean

rehearse: .venv/ready       ## the wizard on a simulated AWS; without a terminal, the same rehearsal in lines
	@if [ -t 0 ] && [ -t 1 ]; then $(BIN)/orgwizard $(SETUP) --rehearse; \
	else $(BIN)/orgwizard new $(SETUP) --output - | $(BIN)/orgwizard apply - --rehearse --yes; fi

help:                       ## these lines
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## */\t/' | expand -t 12

check: format lint ceilings types test  ## the one gate: format, lint, types, tests; and what is long

format: .venv/ready         ## is the code laid out as ruff would?
	@$(BIN)/ruff format --check .

lint: .venv/ready           ## ruff: mistakes, docstrings, too many parameters or branches
	@$(BIN)/ruff check .

ceilings: .venv/ready       ## which files and functions ask for a second look; it reports and never fails
	@$(BIN)/python -m tests.ceilings

types: .venv/ready          ## mypy, strict
	@$(BIN)/mypy

test: .venv/ready           ## the tests, on every core, and the ten slowest
	@$(BIN)/python -m pytest -n auto --dist worksteal --durations=10

thorough: .venv/ready       ## the tests, with all of every matrix that they else take samples of
	@THOROUGH=1 $(BIN)/python -m pytest -n auto --dist worksteal --timeout 3600

fuzz: .venv/ready           ## mutated inputs by the thousand, counts printed: make fuzz ROUNDS=100000 SEED=7
	@$(BIN)/python -m tests.fuzz $(or $(ROUNDS),2000) $(or $(SEED),1)

exports: .venv/exports/ready  ## every export read by the tool it is for; LZA_SCHEMAS, TERRAFORM_PLUGINS, CHROMIUM: see tests/exports
	@$(BIN)/python -m pytest --timeout 600 --durations=10 tests/exports tests/wizard/exports

bench: .venv/ready          ## measurements, printed and never asserted; into the README: make bench WRITE=1
	@$(BIN)/python -m tests.benchmarks $(if $(WRITE),--write)

pictures: .venv/ready       ## draw the pictures in docs/ anew, from a rehearsal
	@$(BIN)/python -m tests.pictures

manual: .venv/ready         ## write the manual page in docs/ anew, from the command line's own help
	@$(BIN)/python -m tests.manual

pins: .venv/ready           ## write down the versions that were tested
	@$(BIN)/python -m pip freeze --exclude-editable --exclude orgwizard > constraints.txt

.venv/ready: pyproject.toml constraints.txt
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check 'pip>=25.1'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable . --group dev
	@touch $@

# The tools that exports are for, in a place of their own: what cannot be had is left out, and its tests say so.
.venv/exports/ready: .venv/ready tests/exports/package.json tests/exports/requirements.txt
	@$(PYTHON) -m venv .venv/exports
	@.venv/exports/bin/python -m pip install --quiet --disable-pip-version-check --requirement tests/exports/requirements.txt \
		|| echo "pip could not install what tests/exports/requirements.txt names."
	@cp tests/exports/package.json .venv/exports/
	@npm install --prefix .venv/exports --no-package-lock --no-audit --no-fund --ignore-scripts --loglevel error \
		|| echo "npm could not install what tests/exports/package.json names."
	@touch $@

clean:                      ## remove what was made here, the environment too
	rm -rf .venv dist build .mypy_cache .pytest_cache .ruff_cache .hypothesis
