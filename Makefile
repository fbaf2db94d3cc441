# Everything a newcomer needs: `make demo`, then `make test`. Only Python >= 3.11 (with venv) and make must be there.

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help demo test fuzz soak lint format bench lock clean

help:  ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.venv/.stamp: requirements/dev.txt pyproject.toml
	@test -n "$(PYTHON)" || { echo "depipe needs Python 3.11 or newer on the PATH (or: make PYTHON=/path/to/python3.12 ...)"; exit 1; }
	@echo "Preparing .venv: a minute or two, once"
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable .
	@touch $@

demo: .venv/.stamp  ## run the whole pipeline on sample answers, into output/demo
	$(BIN)/depipe demo

test: .venv/.stamp  ## run all tests (about ten minutes on two cores)
	$(BIN)/python -m compileall -q pipeline  # hundreds of processes start, and Python may not be allowed to do so itself
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile

FILES ?= 100000
fuzz: .venv/.stamp  ## read mutated workbooks, FILES=100000 of them, from a random seed or SEED=...
	PYTHONPATH=tests $(BIN)/python -m support.fuzzing --files $(FILES) $(if $(SEED),--seed $(SEED))

SECONDS ?= 300
soak: .venv/.stamp  ## ingest with many processes and kill them, for SECONDS=300, on SQLite and PostgreSQL
	PYTHONPATH=tests $(BIN)/python -m support.soaking --seconds $(SECONDS)

lint: .venv/.stamp  ## ruff and mypy, changing nothing
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

format: .venv/.stamp  ## let ruff format the code and mend what it can
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# What users have: depipe from its wheel, compiled, without the packages that only developers need.
.venv/bench/.stamp: requirements/runtime.txt .venv/.stamp
	$(PYTHON) -m venv .venv/bench
	.venv/bench/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements/runtime.txt
	@touch $@

# What depipe is held against, where depipe is not.
.venv/peer/.stamp: requirements/bench.txt .venv/.stamp
	$(PYTHON) -m venv .venv/peer
	.venv/peer/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements/bench.txt
	@touch $@

bench: .venv/bench/.stamp .venv/peer/.stamp  ## print what depipe costs, as ratios against a floor of the same run (or: make bench THEMES=startup)
	rm -rf .venv/bench/wheel
	$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-build-isolation --no-deps --wheel-dir .venv/bench/wheel .
	.venv/bench/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --force-reinstall .venv/bench/wheel/*.whl
	.venv/bench/bin/python -m benchmarks $(THEMES)

lock: ## pin and hash again what pyproject.toml asks for
	$(PYTHON) -m venv .venv/lock
	.venv/lock/bin/python -m pip install --quiet --disable-pip-version-check uv
	.venv/lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml --output-file requirements/runtime.txt
	.venv/lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml --group dev --output-file requirements/dev.txt
	.venv/lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --group bench --output-file requirements/bench.txt

clean:  ## remove what make made (your workbooks and ledger stay)
	rm -rf .venv build dist .cache .pytest_cache .mypy_cache .ruff_cache .hypothesis
