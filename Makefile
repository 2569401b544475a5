# Two commands for a fresh machine: `make site` and `make test`. Both need Python 3.11 or newer and pip.
PYTHON ?= python3
CAPTURES ?= ../shared/captures
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: site test lint lock bench clean
.DEFAULT_GOAL := site

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; name one with: make PYTHON=python3.12 …")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing into $(VENV) (needs the package registry this once) …"
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(READY)

site: $(READY)
	@if [ -f "$(CAPTURES)/index.json" ]; then $(BIN)/kb capture --from "$(CAPTURES)"; \
	else echo "No folder of captures at $(CAPTURES): the site is built in English. make CAPTURES=FOLDER site brings the Chinese."; fi
	@$(BIN)/kb site

test: $(READY)
	@$(BIN)/python -m pytest -q -n 2 --dist worksteal

lint: $(READY)
	@$(BIN)/ruff check .
	@$(BIN)/mypy

bench: $(READY)
	@$(BIN)/python benchmarks/build.py
	@$(BIN)/python benchmarks/compare.py

lock: $(READY)
	@$(BIN)/pip install --quiet pip-tools
	@$(BIN)/pip-compile -q --generate-hashes --allow-unsafe --no-emit-index-url --no-emit-find-links \
		--no-emit-trusted-host --no-header --no-annotate --strip-extras --extra dev \
		-o requirements.lock pyproject.toml

clean:
	@rm -rf build
