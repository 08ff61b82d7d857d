# Two commands matter: `make dashboard` and `make test`. The rest is for those who change the code.

PYTHON ?= python3
PORT ?= 8501
BIN := .venv/bin
# One a processor: each more has to load the program, the sample and a browser for itself.
WORKERS ?= $(shell $(PYTHON) -c 'import os; print(os.cpu_count() or 1)')
READY := .venv/.ready
DEV := .venv/.ready-dev
SUPPLY := .venv/.ready-supply
# Nothing is installed whose bytes are not those of the lock.
INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r
LOCK = $(BIN)/uv pip compile pyproject.toml --quiet --universal --generate-hashes \
	--no-emit-index-url --no-header --no-annotate $(UPGRADE)

# Every command starts sooner from bytecode that is kept, whatever the shell says.
export PYTHONDONTWRITEBYTECODE :=

# A test writes hundreds of databases: to memory, where there is a disk of it with room.
TMPDIR := $(shell [ "$$(df -k --output=avail /dev/shm 2>/dev/null | tail -1)" -gt 4000000 ] 2>/dev/null && echo /dev/shm || echo "$${TMPDIR:-/tmp}")
PYTEST = TMPDIR=$(TMPDIR) $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder

.PHONY: dashboard test test-slow check format bench lock sbom advisories clean

dashboard: $(READY) ## serve the dashboard on this machine only; the sample is loaded first if there is nothing else
	@$(BIN)/python -m etl ready
	@$(BIN)/python -m pages.ui.map.static_files
	@echo
	@echo "  ปักธง · Pakthong:  http://127.0.0.1:$(PORT)   (Ctrl+C = stop)"
	@echo
	@$(BIN)/streamlit run serve.py --server.port=$(PORT)

test: $(DEV) ## what a change must pass: every page in a real browser included
	@$(BIN)/python -m pages.ui.map.static_files
	$(PYTEST) -m "not slow" $(TESTS)

test-slow: $(DEV) ## the rest: attacks by a solver, nginx, systemd, LibreOffice, the soak, every repeat
	@$(BIN)/python -m pages.ui.map.static_files
	$(PYTEST) -m slow $(TESTS)

check: $(DEV) ## format, lint and types: what a commit must pass
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

format: $(DEV) ## put the code in its one form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(DEV) ## measure what the docs claim; writes bench/results/
	@$(BIN)/python -m pages.ui.map.static_files
	$(BIN)/python -m bench

$(READY): requirements/runtime.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 ขึ้นไป / Python 3.11 or newer is needed: make PYTHON=python3.12 ..."; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || \
		{ rm -rf .venv; echo "Debian, Ubuntu: sudo apt install python3-venv"; exit 1; }
	@echo "ติดตั้งครั้งแรก ใช้เวลาสักครู่ · Installing, the first time only …"
	@$(INSTALL) requirements/runtime.txt
	@touch $@

$(DEV): $(READY) requirements/development.txt
	@$(INSTALL) requirements/development.txt
	@touch $@

$(SUPPLY): $(READY) requirements/supply.txt
	@$(INSTALL) requirements/supply.txt
	@touch $@

lock: $(DEV) ## write the locks anew from pyproject.toml; UPGRADE=--upgrade takes the newest of everything
	@$(LOCK) -o requirements/development.txt --extra dev
	@$(LOCK) -o requirements/runtime.txt --constraint requirements/development.txt
	@$(LOCK) -o requirements/supply.txt --constraint requirements/development.txt --extra supply

sbom: $(SUPPLY) ## write what the product is made of to sbom.cdx.json (CycloneDX)
	@$(BIN)/cyclonedx-py requirements requirements/runtime.txt --pyproject pyproject.toml \
		--output-reproducible --output-file sbom.cdx.json
	@echo sbom.cdx.json

advisories: $(SUPPLY) ## ask whether anybody has warned of a version in the locks; needs the internet
	@$(BIN)/python -m deploy.advisories

clean: ## remove what the commands made, never what the party owns
	rm -rf .venv static/vendor static/own .mypy_cache .ruff_cache .pytest_cache .hypothesis
