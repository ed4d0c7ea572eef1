# Two commands: `make playground` tries the bot in a browser, `make test` checks everything.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: help playground run test lint bench proof lock clean

help:
	@echo "make playground   try the bot in a browser: no token, no network (PORT=8787, FRESH=1 wipes its database)"
	@echo "make test         lint, types, import rules, tests"
	@echo "make run          run the bot; needs DISCORD_TOKEN in the environment or in .env"
	@echo "make bench        the figures of docs/benchmarks.md, as a table and as JSON"
	@echo "make proof        the long proofs of docs/reliability.md in full"

playground: $(VENV)/playground.stamp
	@exec $(BIN)/neurosprout playground --port $(or $(PORT),8787) $(if $(FRESH),--fresh)

run: $(VENV)/runtime.stamp
	@exec $(BIN)/neurosprout run

lint: $(VENV)/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/basedpyright
	$(BIN)/lint-imports
	$(BIN)/hadolint Dockerfile

test: lint
	$(BIN)/neurosprout check
	$(BIN)/pytest --numprocesses 2 --cov --cov-report=
	$(BIN)/coverage report --skip-covered --sort=cover
	$(BIN)/python -m tests.sizes

bench: $(VENV)/dev.stamp
	$(BIN)/python -m benchmarks

proof: $(VENV)/dev.stamp
	NEUROSPROUT_PROOF=full $(BIN)/pytest -m proof

# The environment holds one set of packages at a time; a larger set also serves the smaller.
$(VENV)/playground.stamp $(VENV)/runtime.stamp $(VENV)/dev.stamp: $(VENV)/%.stamp: requirements/%.txt pyproject.toml
	@sh scripts/install.sh $(PYTHON) $(VENV) requirements/$*.txt
	@touch $@

lock:
	sh scripts/lock.sh $(BIN)

clean:
	rm -rf $(VENV) build dist *.egg-info
