# Offene Region. `make demo` runs a portal with demo content, `make test` runs every test that needs no service.
# State lies below $PORTAL_DATA (default: var/). Needs only Python >= 3.11 and make.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
PORT ?= 8000
HOST ?= 127.0.0.1
export PORTAL_DATA ?= $(CURDIR)/var
export PORTAL_BASE_URL ?= http://$(HOST):$(PORT)
BIN := .venv/bin
MANAGE := $(BIN)/python manage.py

.PHONY: help demo test install install-dev init serve lint format messages sqltab check ci
help: ## Show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-18s %s\n", $$1, $$2}'

demo: install ## Install everything and run the portal with demo content (PORT=8000)
	@$(MANAGE) init --demo
	@exec $(MANAGE) serve --host $(HOST) --port $(PORT)

test: install-dev ## Install everything and run all tests that need no service
	@$(BIN)/python -m pytest -q -n 2 -m "not e2e and not postgres and not elasticsearch and not clients" $(ARGS)

install: .venv/.run ## Make .venv with the locked dependencies of the portal
install-dev: .venv/.dev ## The same with the tools for tests and development

.venv/.run: requirements.txt .ci/install.sh
	@bash .ci/install.sh requirements.txt
	@touch $@
.venv/.dev: requirements-dev.txt .ci/install.sh
	@bash .ci/install.sh requirements-dev.txt
	@touch .venv/.run $@

init: install ## Make or update an empty portal; prints an admin login if there is none
	@$(MANAGE) init

serve: install ## Run the portal (web workers and background worker) in the foreground: make serve PORT=…
	@exec $(MANAGE) serve --host $(HOST) --port $(PORT)

lint: install-dev ## Style, types, import directions, templates, missing migrations
	@bash .ci/lint

format: install-dev ## Bring the code into the house's form
	@$(BIN)/ruff check --fix-only -q . ; $(BIN)/ruff format -q .

sqltab: install ## Fetch DuckDB for queries in the reader's browser (needs npm)
	@bash datasets/sqltab/build.sh "$(PORTAL_DATA)/sqltab" && $(MANAGE) init

messages: install ## Collect the texts of the interface, say which have no English words, compile
	@$(MANAGE) messages

test-clients: install-dev ## Run foreign CKAN clients against a served portal
	@$(BIN)/python -m pytest -q -m clients tests/clients $(ARGS)

test-e2e: install-dev ## Browser tests with axe (needs Chromium)
	@$(BIN)/python -m pytest -q -m e2e tests/e2e $(ARGS)

test-postgres: install-dev ## The tests that speak to a database on a PostgreSQL of their own
	@bash tests/services/postgres.sh run $(BIN)/python -m pytest -q -n 2 -m "not e2e and not elasticsearch and not clients" \
	  --ignore tests/datasets/store --ignore tests/datasets/validation --ignore tests/datasets/intake \
	  --ignore tests/search/test_crash.py --ignore tests/search/test_lucene_peer.py $(ARGS)

test-elasticsearch: install-dev ## The search tests on a real Elasticsearch (fetched with mvn, needs java)
	@bash tests/services/elasticsearch.sh run $(BIN)/python -m pytest -q -m elasticsearch tests/search $(ARGS)

bench-%: install-dev ## bench-validation, bench-tables, bench-search, bench-api, bench-pages: ratios against a peer
	@$(BIN)/python -m tests.benchmarks.bench_$*

bench: bench-validation bench-tables bench-search bench-api bench-pages ## All benchmarks

ci: ## What CI runs
	@bash .ci/run
