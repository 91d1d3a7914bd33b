# `make help` lists the targets. Environments: one runs and tests, one holds JupyterLab, which would slow Airflow down, one the
# tools of others, one the servers of others, one the libraries that themes are compared with.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/bash
PYTHON ?= python3.11
VENV := .venv
LAB := .venv-lab
TOOLS := .venv-tools
SERVERS := .venv-servers
PEERS := .venv-peers
DOCS := .venv-docs
CELERY := .venv-celery
BIN := $(VENV)/bin
UV_INSTALL = uv pip install --quiet --compile-bytecode --constraints constraints.txt
# Bytecode halves the start of Airflow; some environments switch it off.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help
help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(VENV)/.ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt uv
	VIRTUAL_ENV=$(VENV) $(BIN)/$(UV_INSTALL) --editable '.[airflow,dev,languages]'
	@touch $@

$(LAB)/.ready: pyproject.toml constraints.txt $(VENV)/.ready
	$(PYTHON) -m venv --without-pip $(LAB)
	VIRTUAL_ENV=$(LAB) $(BIN)/$(UV_INSTALL) --editable '.[notebooks]'
	@touch $@

# What analysts open snapshots with: the DuckDB that most have, its shell, polars. Two DuckDBs need two environments. And a server that
# speaks S3, whose dateutil is older than ours.
$(TOOLS)/.ready: $(VENV)/.ready
	$(PYTHON) -m venv --without-pip $(TOOLS)
	VIRTUAL_ENV=$(TOOLS) $(BIN)/uv pip install --quiet duckdb==1.5.6 duckdb-cli==1.5.6 polars==2.1.0 \
	    'moto[s3]==5.2.5' flask==3.1.3 flask-cors==6.0.5 python-dateutil==2.9.0.post0
	@touch $@

# Servers that the tests read: a real Askbot and a real django-helpdesk, which want their own versions of everything.
$(SERVERS)/.ready: tests/real/servers.txt $(VENV)/.ready
	$(PYTHON) -m venv --without-pip $(SERVERS)
	VIRTUAL_ENV=$(SERVERS) $(BIN)/uv pip install --quiet --compile-bytecode --no-deps --requirements tests/real/servers.txt
	@touch $@

# What the benchmarks of themes are compared with: BERTopic and turftopic, which brings PyTorch (6 GB). No test needs it.
$(PEERS)/.ready: benchmarks/peers.txt $(VENV)/.ready
	$(PYTHON) -m venv --without-pip $(PEERS)
	VIRTUAL_ENV=$(PEERS) $(BIN)/uv pip install --quiet --no-deps --requirement benchmarks/peers.txt
	@touch $@

# Airflow with Celery, for `python -m benchmarks.workers.run`; Postgres and Redis come from the system.
$(CELERY)/.ready: pyproject.toml constraints.txt $(VENV)/.ready
	$(PYTHON) -m venv --without-pip $(CELERY)
	VIRTUAL_ENV=$(CELERY) $(BIN)/$(UV_INSTALL) --editable '.[celery,languages]'
	@touch $@

# What makes the documentation site. It reads the sources and needs nothing of ours installed.
$(DOCS)/.ready: pyproject.toml constraints.txt $(VENV)/.ready
	$(PYTHON) -m venv --without-pip $(DOCS)
	VIRTUAL_ENV=$(DOCS) $(BIN)/$(UV_INSTALL) --group docs
	@touch $@

.PHONY: setup
setup: $(VENV)/.ready ## install everything that runs and tests

.PHONY: demo
demo: $(VENV)/.ready ## thirteen weeks of a fictional company through the real DAGs to its reports
	$(BIN)/voxpop demo

.PHONY: test
test: $(VENV)/.ready $(LAB)/.ready $(TOOLS)/.ready $(SERVERS)/.ready $(DOCS)/.ready ## the whole suite, on two cores
	$(BIN)/pytest --numprocesses 2 --dist loadscope --no-loadscope-reorder

.PHONY: test-clocks
test-clocks: $(VENV)/.ready ## the suite with the clock a day, 75 and 400 days ahead and in the last minute of a year (Debian: libfaketime)
	$(BIN)/python -m tests.clocks

.PHONY: check
check: $(VENV)/.ready ## formatting, lint, types, SQL, spelling
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	git ls-files benchmarks docs tests | grep '\.py$$' | grep -v '/test_[^/]*$$' | xargs $(BIN)/mypy --config-file tests/mypy.ini
	$(BIN)/sqlfluff lint --disable-progress-bar warehouse
	$(BIN)/codespell

.PHONY: docs
docs: $(DOCS)/.ready ## the documentation as a site, build/site/index.html, with its search and the API; broken links fail
	$(BIN)/python docs/site.py build/pages
	NO_MKDOCS_2_WARNING=1 $(DOCS)/bin/mkdocs build --strict --config-file docs/mkdocs.yml
	@echo "build/site/index.html"

.PHONY: pictures
pictures: demo ## the pictures of the README, taken from the demo's report (Debian: chromium)
	$(BIN)/python -m benchmarks.pictures demo-world

.PHONY: golden
golden: $(VENV)/.ready ## rewrite the golden files; review the diff
	VOXPOP_GOLDEN=1 $(BIN)/pytest -q tests/analysis/report

.PHONY: schema
schema: $(VENV)/.ready ## write docs/schema.md from the schema
	$(BIN)/python -m voxpop.warehouse.document docs/schema.md

.PHONY: config-schema
config-schema: $(VENV)/.ready ## write pipeline/voxpop.schema.json from the models of voxpop.yaml
	$(BIN)/python -c 'from voxpop.pipeline.config_schema import write_schema; print(write_schema(with_plugins=False), end="")' \
	    > pipeline/voxpop.schema.json

.PHONY: peers
peers: $(PEERS)/.ready ## an environment of BERTopic and turftopic, for `python -m benchmarks.themes`

.PHONY: up
up: $(VENV)/.ready ## a local Airflow with the pool, the settings and the DAGs in place
	$(BIN)/voxpop airflow

.PHONY: lab
lab: $(LAB)/.ready ## JupyterLab on the notebooks
	$(LAB)/bin/jupyter lab --ip 127.0.0.1 notebooks

.PHONY: pins
pins: $(VENV)/.ready ## resolve constraints.txt anew
	$(BIN)/uv pip compile --quiet --python-version 3.11 --all-extras --group docs --upgrade --no-header --no-annotate \
	    --no-emit-index-url --no-emit-package voxpop-languages pyproject.toml --output-file constraints.txt
	$(BIN)/uv --version | sed -E 's/^uv ([0-9.]+).*/uv==\1/' >> constraints.txt

.PHONY: clean
clean: ## remove the environments and the demo's world
	rm -rf $(VENV) $(LAB) $(TOOLS) $(SERVERS) $(PEERS) $(DOCS) demo-world build *.egg-info
