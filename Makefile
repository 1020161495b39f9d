# Karkhana MES. `make run` and `make test` install what is missing and need only Python 3.11+.

PYTHON ?= $(shell command -v python3.11 || command -v python3 || echo python3)
BIN := .venv/bin

.PHONY: run test bench install install-test lock format

run: install  ## start the whole plant: PORT=, HOST=, MES_HOME=, SIMULATE=0
	@exec $(BIN)/python -m mes.serve

test: install-test  ## every check and every test, on engines of its own; ONLY= some paths
	@exec $(BIN)/python -m tests $(ONLY)

bench: install-test  ## the benchmark tables
	@exec $(BIN)/python -m bench

install:
	@exec $(PYTHON) mes/serve/install.py run

install-test:
	@exec $(PYTHON) mes/serve/install.py test

format: install-test
	$(BIN)/ruff check --fix --exit-zero .
	$(BIN)/ruff format .
	$(BIN)/djade --target-version 5.2 $$(git ls-files 'templates/*.html')

COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 \
	--generate-hashes --custom-compile-command "make lock"

lock: install-test  ## renew the lock files from pyproject.toml; `make lock UPGRADE=--upgrade` moves all
	$(BIN)/python -m pip install --quiet uv
	$(COMPILE) $(UPGRADE) -o requirements/run.txt pyproject.toml
	$(COMPILE) $(UPGRADE) -c requirements/run.txt --extra dev -o requirements/dev.txt pyproject.toml
	$(COMPILE) $(UPGRADE) -o requirements/node.txt requirements/node.in
