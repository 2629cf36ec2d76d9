# `make` without a target lists them.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: help install start test lint evaluate bench clean

help: ## list the targets
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/:.*## /	/' | expand -t 12

.venv/.runtime: pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

.venv/.dev: .venv/.runtime
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	@touch $@

install: .venv/.runtime ## set up .venv with all that Beleg needs

start: .venv/.runtime ## set up, index seeds/ if the index is empty, open the chat
	$(BIN)/beleg serve --seeds seeds --open

test: .venv/.dev ## set up, check style, types and behaviour
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest

lint: .venv/.dev ## style and types alone
	$(BIN)/ruff check .
	$(BIN)/mypy

evaluate: .venv/.dev ## measure the answers on both question sets; fails below a floor
	$(BIN)/python -m tests.evaluation.gates

bench: .venv/.dev ## speed beside the textbook pipeline of the same packages
	$(BIN)/python -m pip install --quiet --editable '.[bench]'
	$(BIN)/python -m benchmarks.run

clean: ## remove what the targets made
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis *.egg-info
