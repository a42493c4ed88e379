# Every target that is meant for people has a `##` text; `make help` shows them.
.POSIX:
.PHONY: help run test lint bench migrate reset translations migration lock setup

PYTHON ?=
TESTS ?=
UPGRADE ?=
ONLY ?=
NAME =
BIN = .venv/bin

help: ## Show this list
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' Makefile
	@echo
	@echo "  PORT=8001 make run           another port (HOST=0.0.0.0: reachable from other machines)"
	@echo "  STATE_DIR=/folder make run   another place for the data"
	@echo "  DATABASE_URL=… REDIS_URL=… make run    your own servers, nothing embedded"
	@echo "  TESTS=tests/core make test   only these tests; NO_BROWSER=1 leaves the browser out"

run: setup ## Set everything up, start everything, show the address and the accounts
	@exec $(BIN)/python -m workers.local run --stop-with-parent

test: setup ## Run all tests
	$(BIN)/python -m pytest -n 2 --dist loadfile $(TESTS)

lint: setup ## Check style, types, import direction, translations and migrations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m core.i18n.catalogues check

bench: setup ## Measure ours against references, as JSON lines (ONLY=B1,B6: these alone)
	@ONLY="$(ONLY)" $(BIN)/python -m tests.bench

migrate: setup ## Bring the database of MIGRATION_DATABASE_URL to the newest version
	@if [ -z "$$MIGRATION_DATABASE_URL" ]; then \
	    echo "Set MIGRATION_DATABASE_URL to the login that owns the database (with CREATEROLE)." >&2; \
	    echo "กรุณาตั้ง MIGRATION_DATABASE_URL เป็นบัญชีเจ้าของฐานข้อมูล (มีสิทธิ์ CREATEROLE)" >&2; \
	    exit 1; \
	fi
	$(BIN)/flask --app wsgi database migrate

reset: setup ## Empty the embedded database, the files and the logs of this checkout
	@exec $(BIN)/python -m workers.local reset

translations: setup ## Collect new messages into the catalogues and compile them
	$(BIN)/python -m core.i18n.catalogues update
	$(BIN)/python -m core.i18n.catalogues compile

migration: setup ## Write the next numbered migration: make migration NAME="add zones"
	@if [ -z "$(NAME)" ]; then echo 'Give it a name: make migration NAME="add zones"' >&2; exit 1; fi
	$(BIN)/flask --app wsgi database revision "$(NAME)"

# The versions of the lock files are kept unless UPGRADE=--upgrade is given.
COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-annotate --no-header $(UPGRADE) pyproject.toml

lock: setup ## Write the lock files of deploy/requirements anew (UPGRADE=--upgrade for newer versions)
	$(COMPILE) --output-file deploy/requirements/production.txt
	$(COMPILE) --group dev --group embedded --output-file deploy/requirements/development.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	    --no-emit-index-url --no-emit-find-links --no-annotate --no-header $(UPGRADE) \
	    --group node --output-file deploy/requirements/node.txt

# Any Python from 3.11 on may make the environment; afterwards the environment's own is used.
setup:
	@for python in $(PYTHON) $(BIN)/python python3.11 python3 python3.12 python3.13 python3.14 python; do \
	    if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	        exec "$$python" -I workers/local/install.py; \
	    fi; \
	done; \
	echo "Python 3.11 or newer is needed; say where it is: make run PYTHON=/path/to/python3.11" >&2; \
	echo "ต้องใช้ Python 3.11 ขึ้นไป ระบุที่อยู่ได้ด้วย: make run PYTHON=/path/to/python3.11" >&2; \
	exit 1
