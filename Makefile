# The front door. Every target makes its virtual environment first, so each works on a fresh clone.
PYTHON ?= python3
BIN := .venv/bin
SETUP ?= acme

.PHONY: rehearse test check format lint types bench pins clean

rehearse: .venv/ready       ## the wizard on a simulated AWS; without a terminal, the same rehearsal in lines
	@if [ -t 0 ] && [ -t 1 ]; then $(BIN)/orgwizard $(SETUP) --rehearse; \
	else $(BIN)/orgwizard new $(SETUP) --output - | $(BIN)/orgwizard apply - --rehearse --yes; fi

test: .venv/ready           ## the tests
	@$(BIN)/python -m pytest -n auto

check: format lint types test  ## the one gate: format, lint, types, tests

format: .venv/ready
	@$(BIN)/ruff format --check .

lint: .venv/ready
	@$(BIN)/ruff check .

types: .venv/ready
	@$(BIN)/mypy

bench: .venv/ready          ## measurements, printed and never asserted
	@$(BIN)/python -m tests.benchmarks

pins: .venv/ready           ## write down the versions that were tested
	@$(BIN)/python -m pip freeze --exclude-editable --exclude orgwizard > constraints.txt

.venv/ready: pyproject.toml constraints.txt
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check 'pip>=25.1'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable . --group dev
	@touch $@

clean:
	rm -rf .venv dist build .mypy_cache .pytest_cache .ruff_cache .hypothesis
