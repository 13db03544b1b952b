# make demo   runs the Belarus scenarios on real data and says where the reports lie
# make case   runs every part of the case of Belarus into one report (some minutes; what did not change is kept)
# make test   style, types, tests; every run draws the same random examples
# make explore  the property tests with new random examples, ROUNDS times (tests/README.md)
# Each target sets up what it needs: a Python >= 3.12 and the network for the first installation.

VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
WORKERS ?= 2
ROUNDS ?= 3

.DEFAULT_GOAL := help
.PHONY: help venv demo case test explore slow lint format benchmarks clean

help:
	@sed -n 's/^# //p' Makefile
	@echo "make venv, slow, lint, format, benchmarks, clean"

venv: $(STAMP)

$(STAMP): pyproject.toml constraints.txt tools/make_venv.sh
	@sh tools/make_venv.sh $(VENV)
	@touch $@

demo: $(STAMP)
	$(BIN)/autarky run examples/belarus-russia-cut.toml --draws 100 --out runs/belarus-russia-cut
	$(BIN)/autarky run examples/eu-embargo-belarus-potash.toml --draws 0 --out runs/eu-embargo-belarus-potash
	@echo
	@echo "The reports, to open in a browser (100 draws and none; without --draws there are 200):"
	@for run in belarus-russia-cut eu-embargo-belarus-potash; do echo "  $(CURDIR)/runs/$$run/report.html"; done

case: $(STAMP)
	$(BIN)/autarky case examples/union-state/case.toml --out runs/union-state

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

test: lint
	$(BIN)/pytest -q -n $(WORKERS)

explore: $(STAMP)
	@for round in $$(seq $(ROUNDS)); do \
		HYPOTHESIS=explore $(BIN)/pytest -q -n $(WORKERS) -m "hypothesis and not slow" || exit 1; \
	done

slow: $(STAMP)
	$(BIN)/pytest -q -m slow -n $(WORKERS)

format: $(STAMP)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

benchmarks: $(STAMP)
	$(BIN)/pip install --quiet --no-deps sanction-simulator==0.1.4
	$(BIN)/python benchmarks/command_line.py
	$(BIN)/python benchmarks/targets.py
	$(BIN)/python benchmarks/scaling.py
	$(BIN)/python benchmarks/solve.py
	$(BIN)/python benchmarks/peer_sanction_simulator.py
	$(BIN)/python benchmarks/leverage.py
	$(BIN)/python benchmarks/study_cost.py
	$(BIN)/python benchmarks/read_tables.py
	$(BIN)/python benchmarks/read_baci.py

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis build dist
