# The same words in the README, in CI and here. Everything happens in .venv; nothing is installed
# elsewhere. uv is used when it is there, plain pip otherwise.

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV ?= .venv
WORKERS ?= 2
PY := $(VENV)/bin/python
READY := $(VENV)/.ready
DEV := $(VENV)/.ready-dev

.PHONY: help setup demo story screenshots gallery run migrate test snapshots soak chaos check style types contracts format wheel release lock wheels docs manifests image clean
.DEFAULT_GOAL := help

help: ## show this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

setup: $(DEV) ## make .venv with everything locked in it

demo: $(READY) ## the whole bot in the browser, without a Slack account (PORT=8025)
	@exec $(PY) -m bot demo $(if $(PORT),--port $(PORT))

story: $(READY) ## 28 weeks told on the terminal; every message goes to demo/
	@$(PY) -m playground.story

screenshots: $(DEV) ## take the pictures of docs/pictures anew (needs a Chromium)
	@$(PY) -m playground.demo.pictures

gallery: $(DEV) ## every screen and message of the bot on one page, to review the wording
	@exec $(PY) -m tests.slack.screens.gallery_page

run: $(READY) ## run the bot (settings: docs/settings.md)
	@exec $(PY) -m bot run

migrate: $(READY) ## bring the database's schema up to date
	@$(PY) -m bot migrate

test: $(DEV) ## all tests, on SQLite and PostgreSQL
	$(PY) -m pytest -n $(WORKERS)

snapshots: $(DEV) ## write anew how screens and answers look; git shows what has changed
	$(PY) -m pytest -n $(WORKERS) tests/slack/screens/test_looks.py tests/flows/test_verbs.py \
		--snapshot-update

soak: $(DEV) ## try thousands of orders of events, new ones each time
	REVMENTOR_SOAK=1 $(PY) -m pytest tests/soak tests/privacy tests/simulation

chaos: $(DEV) ## kill senders, lose answers, crash the database: a thousand runs, a table
	$(PY) -m tests.faults.chaos $(CHAOS)

check: style types contracts test ## all that CI asks

style: $(DEV)
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .

format: $(DEV) ## lay the code out as `make style` wants it
	$(PY) -m ruff check --fix --exit-zero --quiet .
	$(PY) -m ruff format .

types: $(DEV)
	$(PY) -m mypy

contracts: $(DEV)
	$(VENV)/bin/lint-imports

docs: $(READY) ## write docs/settings.md and .env.example from the code
	@$(PY) -m bot docs

manifests: $(DEV) ## write deploy/kubernetes from the Helm chart (needs helm)
	@$(PY) -m tests.deploy.charts

image: ## build the container image, with whichever tool is here
	@for tool in docker podman buildah; do \
		if command -v $$tool >/dev/null 2>&1; then exec $$tool build -t revmentor .; fi; done; \
	echo "building the image needs docker, podman or buildah, and none is on the PATH"; exit 1

wheel: $(DEV) ## build the wheel and the source archive into dist/
	@rm -rf dist
	@$(PY) -m hatchling build

release: $(DEV) ## see that nothing is missing for a release, and build its files
	@$(PY) -m tests.release ready
	@$(MAKE) --no-print-directory check || { echo "The checks are not green: no release."; exit 1; }
	@$(PY) -m tests.release ready
	@$(MAKE) --no-print-directory wheel
	@version=$$($(PY) -m tests.release version) && echo "Nothing is missing. The release is made by:" && \
	echo "  git tag --annotate v$$version --message 'revmentor $$version' && git push origin v$$version"

lock: ## lock the versions again (needs uv)
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-header --quiet $(UPGRADE) -o requirements.lock
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-header --quiet $(UPGRADE) \
		-o requirements-dev.lock
	@$(MAKE) --no-print-directory wheels

wheels: $(DEV) ## write docs/wheels.md, which platforms have wheels of what is locked (needs uv)
	uv pip compile requirements.lock --no-deps --universal --python-version 3.11 \
		--format pylock.toml --no-header --quiet -o $(VENV)/pylock.toml
	$(PY) -m tests.wheels $(VENV)/pylock.toml

clean: ## remove .venv, caches and what the demo wrote; the data folder stays
	rm -rf $(VENV) demo dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(READY): requirements.lock
	$(call install,requirements.lock)
	@touch $@

$(DEV): requirements-dev.lock
	$(call install,requirements-dev.lock)
	@touch $@ $(READY)

define install
@if [ -z "$(PYTHON)" ]; then \
	echo "revmentor needs Python 3.11 or newer, and found none on the PATH."; \
	echo "Install one, or name it: make $(MAKECMDGOALS) PYTHON=/path/to/python3.12"; exit 1; fi
@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	echo "revmentor needs Python 3.11 or newer, and $(PYTHON) is not."; \
	echo "Name a newer one: make $(MAKECMDGOALS) PYTHON=/path/to/python3.12"; exit 1; }
@echo "setting up $(VENV) from $(1); only the first time takes this long"
@quiet=--quiet; [ ! -t 1 ] || quiet=; if command -v uv >/dev/null 2>&1; then \
	{ [ -x $(PY) ] || uv venv --quiet --python "$$(command -v $(PYTHON))" $(VENV); } && \
	uv pip install $$quiet --python $(PY) --require-hashes -r $(1); \
else \
	{ [ -x $(PY) ] || $(PYTHON) -m venv $(VENV); } && \
	$(PY) -m pip install $$quiet --disable-pip-version-check --require-hashes -r $(1); \
fi
endef
