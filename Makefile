# `make demo` and `make test` are all the set-up there is; both install what they need into .venv.
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Kafka, Elasticsearch and a browser beside each other: more workers than these want more memory than they save time.
TEST_WORKERS ?= auto --maxprocesses 4

.PHONY: help install demo test services lint types imports check fmt lock schemas differential soak bench bench-servers bench-latency bench-rules bench-tagging bench-extract fit-industries clean

help:  ## show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1|/' | \
	  while IFS='|' read -r verb text; do printf '  make %-14s %s\n' "$$verb" "$$text"; done

install: $(VENV)/installed  ## make .venv from the lock, so that .venv/bin/kaigong runs

demo: install  ## the whole line on invented sites: from a site to a mail, in about a minute
	$(BIN)/kaigong demo

test: $(VENV)/installed-dev  ## run every test, on as many processors as there are (TEST_WORKERS=0: in one process)
	$(BIN)/python -m pytest -n $(TEST_WORKERS) --dist loadfile

differential: $(VENV)/installed-dev  ## 100,000 random questions to the matcher and both indices; ARGS="--pairs 5000"
	@PYTHONPATH=tests:tests/differential $(BIN)/python -W ignore tests/differential/long_run.py $(ARGS)

soak: $(VENV)/installed-dev  ## 20,000 articles among kills, outages and a full disk, on both back ends; ARGS="--articles 2000"
	@PYTHONPATH=tests:tests/e2e:tests/integration $(BIN)/python -W ignore -m chaos $(ARGS)

services: $(VENV)/installed-dev  ## Kafka and Elasticsearch, to try Kaigong on; FRESH=1 forgets what they hold
	@PYTHONPATH=tests $(BIN)/python -m services $(if $(FRESH),--fresh) $(ARGS)

lint: $(VENV)/installed-dev  ## ruff: rules and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/installed-dev  ## mypy, strict
	$(BIN)/mypy

imports: $(VENV)/installed-dev  ## the import rules of docs/adr/0001
	$(BIN)/lint-imports

check: lint types imports test  ## everything that continuous integration runs

fmt: $(VENV)/installed-dev  ## format the code and mend what ruff can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

schemas: install  ## write wire/schemas from wire/messages.py
	$(BIN)/python -m wire.schemas

bench: $(VENV)/installed-dev  ## measure the line and print the README's table
	$(BIN)/python benchmarks/line.py

bench-servers: $(VENV)/installed-dev  ## the same on real Kafka and Elasticsearch
	$(BIN)/python benchmarks/servers.py

bench-latency: $(VENV)/installed-dev  ## from the stream to the mail box, in seconds, on both back ends; ARGS="--only sqlite"
	$(BIN)/python benchmarks/latency.py $(ARGS)

bench-rules: $(VENV)/installed-dev  ## a document with ten thousand rules, beside Lucene Monitor and `in`
	$(BIN)/python benchmarks/rules.py

bench-tagging: $(VENV)/installed-dev  ## a page of 2,500 characters; ARGS="FILE…" for pages of your own
	$(BIN)/python benchmarks/tagging.py $(ARGS)

fit-industries: $(VENV)/installed-dev  ## learn from the labelled lines when a text is about an industry; ARGS=--write
	$(BIN)/python benchmarks/truth/fit_industries.py $(ARGS)

bench-extract: $(VENV)-bench/installed  ## pages a second and right fields, beside other extractors
	$(VENV)-bench/bin/python benchmarks/extract.py

lock:  ## resolve the dependencies anew (needs uv)
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate --upgrade \
	  --custom-compile-command "make lock" --extra build pyproject.toml -o requirements.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate --upgrade \
	  --custom-compile-command "make lock" --extra build --extra test --extra bench pyproject.toml \
	  -o requirements-dev.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate --upgrade \
	  --custom-compile-command "make lock" --extra build --extra bench-extract pyproject.toml \
	  -o requirements-bench.lock

clean:  ## remove .venv and every cache
	rm -rf $(VENV) $(VENV)-bench .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Kaigong needs Python 3.11 or later; $(PYTHON) is older. Try: make install PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
	  { rm -rf $(VENV); echo "Could not make .venv. On Debian: apt install python3-venv"; exit 1; }

$(VENV)/installed: requirements.lock pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/installed-dev: requirements-dev.lock $(VENV)/installed
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

# The other extractors want older libraries than Kaigong does.
$(VENV)-bench/installed: requirements-bench.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)-bench
	$(VENV)-bench/bin/python -m pip install -q --disable-pip-version-check --no-deps --require-hashes \
	  -r requirements-bench.lock
	$(VENV)-bench/bin/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@
