# Every command works from a fresh clone: it makes .venv (and replaces what is there, if it was not
# made here), installs what is missing, and touches the network only when pyproject.toml or the
# lock has changed.
#
#   make test ARGS="tests/sim -k ledger"                      some tests only
#   make run PYTHON=/path/to/python3                          another Python
#   make test VENV=.venv-newest LOCK= PYTHON=python3.13       the newest versions that are allowed

VENV = .venv
LOCK = requirements.lock
LOCK_PYTHON = python3.11
ARGS =

PYTHONS = python3.13 python3.12 python3.11 python3
BIN = $(VENV)/bin
INSTALL = $(BIN)/python -m pip install --disable-pip-version-check $$(test -t 2 || echo --quiet) $(if $(LOCK),-c $(LOCK)) --no-build-isolation
PYTEST = $(BIN)/python -m pytest -n auto --maxprocesses 2 --dist loadfile

MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test test-all bench docs docs-tables lint lock clean

help:  ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{ printf "%-19s %s\n", $$1, $$2 }'

run: $(VENV)/.run  ## the historical scenario: its table, its figures and its data in results/
	@$(BIN)/shanhai run history --figures

test: $(VENV)/.test  ## the test suite, without the slow tests
	@$(PYTEST) $(ARGS)

test-all: $(VENV)/.test  ## the test suite with the slow tests
	@$(PYTEST) -m "" $(ARGS)

bench: $(VENV)/.run  ## time and memory, measured side by side
	@$(BIN)/python -m experiments.benchmarks $(ARGS)

docs-tables: $(VENV)/.run  ## the handbook's tables, made from the declarations
	@$(BIN)/python -m experiments.handbook

docs: docs-tables $(VENV)/.docs  ## the handbook, as a site in site/
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict
	@echo 'the handbook is in site/index.html'

lint: $(VENV)/.test  ## style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

clean:  ## remove the environment, caches and builds; results/ stays
	rm -rf $(VENV) .hypothesis .mypy_cache .pytest_cache .ruff_cache build dist site
	find sim scenarios calibration experiments tests -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true

# The oldest Python decides, so that the same versions serve the newer ones.
lock:  ## the newest versions that fit, written to requirements.lock (needs Python 3.11)
	@$(LOCK_PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' \
		|| { echo 'shanhai: the lock is made with Python 3.11; name one with LOCK_PYTHON=…' >&2; exit 1; }
	@set -e; fresh=$$(mktemp -d); trap 'rm -rf "$$fresh"' EXIT; \
	$(LOCK_PYTHON) -m venv "$$fresh"; \
	"$$fresh/bin/python" -m pip install --quiet --disable-pip-version-check networkx '.[test]'; \
	{ \
		echo '# Exact versions for `make run` and `make test`, for Python 3.11 and later. Made by `make lock`:'; \
		echo '# what pip installs for ".[test]" into a fresh environment of Python 3.11.'; \
		"$$fresh/bin/python" -m pip freeze --disable-pip-version-check --exclude shanhai \
			| sed -n -e 's/^networkx==.*/&; python_version >= "3.12"/' -e '/==/p'; \
	} > "$$fresh/lock"; \
	cp "$$fresh/lock" requirements.lock
	@echo 'requirements.lock is new; run make test before you commit it'

# ---------------------------------------------------------------------------- the environment

# Without hatchling in the lock the build itself would not be locked; hence no build isolation.
$(VENV)/.run: $(VENV)/.made pyproject.toml $(LOCK)
	@echo 'shanhai: installing the packages (about 200 MB the first time)' >&2
	@{ $(INSTALL) hatchling && $(INSTALL) -e .; } >&2 || { $(INSTALL_FAILED); }
	@touch $@

$(VENV)/.test: $(VENV)/.run
	@echo 'shanhai: installing the test packages' >&2
	@$(INSTALL) -e '.[test]' >&2 || { $(INSTALL_FAILED); }
	@touch $@

$(VENV)/.docs: $(VENV)/.run
	@echo 'shanhai: installing what the handbook is built with' >&2
	@$(INSTALL) -e '.[docs]' >&2 || { $(INSTALL_FAILED); }
	@touch $@

INSTALL_FAILED = echo 'shanhai: the packages could not be installed (pip says why above). A package index has to be within reach; run the same command again to go on.' >&2; exit 1

# The scripts of an environment hold its path, and its Python may have been removed meanwhile.
ifneq ($(shell test -x $(BIN)/python && test "$$(cat $(VENV)/.made 2>/dev/null)" = "$$(pwd -P)" && echo here),here)
.PHONY: $(VENV)/.made
endif

# A name on the path may be a launcher for a version that is not installed: each is asked itself.
$(VENV)/.made:
	@why=; \
	for python in "$$PYTHON" $(PYTHONS); do \
		command -v "$$python" >/dev/null 2>&1 || continue; \
		version=$$("$$python" -c 'import sys; print("%d.%d.%d" % sys.version_info[:3])' 2>/dev/null) || continue; \
		if ! "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then \
			why="$$why\n  $$python is Python $$version, too old"; continue; \
		fi; \
		if ! "$$python" -c 'import venv, ensurepip' 2>/dev/null; then \
			why="$$why\n  $$python (Python $$version) lacks the modules venv and ensurepip; Debian and Ubuntu have them in the package python$${version%.*}-venv"; continue; \
		fi; \
		echo "shanhai: making $(VENV) with Python $$version" >&2; \
		"$$python" -m venv --clear $(VENV) >&2 || exit 1; \
		pwd -P > $@; exit 0; \
	done; \
	printf 'shanhai: Python 3.11 or later is needed, with venv and ensurepip, and none was found.%b\nInstall one, or name it: make PYTHON=/path/to/python3 …\n' "$$why" >&2; \
	exit 1
