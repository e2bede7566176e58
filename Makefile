# `make run` serves the dashboard, `make test` runs every check; both install what they need on the first run.

HOST ?= 127.0.0.1
PORT ?= 8050

VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --disable-pip-version-check --quiet
# A lock file names every package, so none is looked for; Python compiles a module when it is first imported.
INSTALL := $(PIP) install --no-deps --no-compile --require-hashes
BUILT := dashboard/assets/built/manifest.json
SOURCES := etl dashboard bench tests

# What npm installs is the small plotly.js and the typefaces; without them the page carries the full plotly.js of
# the plotly package and the system's fonts.
VENDOR := dashboard/vendor
define collect
if ! command -v npm >/dev/null; then \
	echo "npm was not found: going on with the full plotly.js and the system's fonts."; \
elif ! [ $(VENDOR)/node_modules/.complete -nt $(VENDOR)/package-lock.json ]; then \
	if (cd $(VENDOR) && npm ci --ignore-scripts --no-audit --no-fund --silent); then \
		touch $(VENDOR)/node_modules/.complete; \
	else \
		echo "npm could not install: going on with the full plotly.js and the system's fonts."; \
	fi; \
fi; \
$(PY) -m dashboard.collect
endef

# Python keeps what it compiles, of packages too: where this is set it compiles all at every start, half of its time.
unexport PYTHONDONTWRITEBYTECODE

.DELETE_ON_ERROR:
# Two targets install into one environment: with make -j they would do so at once.
.NOTPARALLEL:
.PHONY: run test check fleet fuzz soak bench image sbom audit wheel lint style format assets lock clean

run: $(VENV)/.run $(BUILT)
	@exec $(PY) -m dashboard --host "$(HOST)" --port "$(PORT)"

# Some tests wait for a browser or a process: types are checked meanwhile, and a server is soaked for three minutes
# in what time nobody else wants.
test: style $(BUILT)
	@$(VENV)/bin/mypy & types=$$!; \
	nice -n 19 $(PY) -m bench.soak 3 & soak=$$!; \
	$(PY) -m pytest -n 3 --dist loadfile --ignore=tests/fleet; tests=$$?; \
	wait $$types; types=$$?; wait $$soak; exit $$(($$? | types | tests))

lint: style
	$(VENV)/bin/mypy

style: $(VENV)/.dev
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/lint-imports

# What can be known without a browser and without the tests that wait for a network.
check: lint $(BUILT)
	$(PY) -m pytest -q -n auto --dist loadfile --ignore=tests/browser --ignore=tests/etl/ingest \
		--ignore=tests/etl/store --ignore=tests/etl/sources

# Ten thousand cases made from the API's own description; a few hundred of them are part of the tests.
fuzz: $(VENV)/.dev
	$(PY) -m bench.api_fuzz

# A publisher, dashboards, a bucket and nginx on this machine: published to, killed and rolled under load.
fleet: $(VENV)/.dev $(BUILT)
	$(PY) -m pytest -q tests/fleet

# Readers and nonsense for an hour, or for MINUTES: no answer of ours is an error, memory stays flat.
MINUTES ?= 60
soak: $(VENV)/.run $(BUILT)
	$(PY) -m bench.soak $(MINUTES)

# What an image installs, as CycloneDX: with licences, with the hashes of the lock; and the licences as a list.
SUPPLY := $(VENV)/supply/bin
IMAGE := $(VENV)/image/bin/python
sbom: $(VENV)/.supply
	@mkdir -p dist
	$(SUPPLY)/cyclonedx-py environment --pyproject pyproject.toml --of JSON --output-reproducible -o dist/sbom-python.json $(IMAGE)
	$(SUPPLY)/cyclonedx-py requirements --pyproject pyproject.toml --of JSON --output-reproducible -o dist/sbom-lock.json requirements-s3.lock
	$(SUPPLY)/pip-licenses --python $(IMAGE) --format markdown --with-urls --output-file dist/licences.md
	cd $(VENDOR) && npm sbom --sbom-format cyclonedx --package-lock-only > $(CURDIR)/dist/sbom-npm.json

# Whether an advisory is known for what is installed; it asks the package index and npm's registry.
audit: $(VENV)/.supply
	$(SUPPLY)/pip-audit --disable-pip --require-hashes -r requirements-s3.lock
	$(SUPPLY)/pip-audit --disable-pip --require-hashes -r requirements-dev.lock
	cd $(VENDOR) && npm audit

# The wheel, twice: the same files give the same bytes.
wheel: $(VENV)/.supply $(BUILT)
	@rm -rf dist/wheel && for n in 1 2; do \
		$(SUPPLY)/python -m pip --disable-pip-version-check --quiet wheel --no-deps --no-build-isolation -w dist/wheel/$$n . || exit 1; \
	done
	@cmp dist/wheel/1/*.whl dist/wheel/2/*.whl && mv dist/wheel/1/*.whl dist/ && rm -rf dist/wheel && sha256sum dist/*.whl

# The image, of bases by digest: those that stand behind these names today, printed so that it can be built again.
# In Docker's format, with podman and buildah too: that of OCI has no health check.
ENGINE ?= podman
DEBIAN ?= debian:12-slim
NODE ?= node:22-slim
digest = $(ENGINE) pull --quiet $(1) >/dev/null && $(ENGINE) image inspect --format '{{index .RepoDigests 0}}' $(1)
image:
	@debian=$$($(call digest,$(DEBIAN))) && node=$$($(call digest,$(NODE))) && \
	echo "make image DEBIAN=$$debian NODE=$$node" && \
	BUILDAH_FORMAT=docker $(ENGINE) build -f deploy/Containerfile -t two-percent:0.2.0 \
		--build-arg DEBIAN=$$debian --build-arg NODE=$$node .

# Ours beside its peers in one run: bench/README.md says what each number is.
bench: $(VENV)/.dev $(BUILT)
	$(PY) -m bench

format: $(VENV)/.dev
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

assets: $(VENV)/.run
	@$(collect)

lock: $(VENV)/.made
	$(PIP) install uv
	$(VENV)/bin/uv pip compile --quiet --upgrade --universal --generate-hashes \
		--custom-compile-command "make lock" pyproject.toml --extra frames --output-file requirements.lock
	$(VENV)/bin/uv pip compile --quiet --upgrade --universal --generate-hashes \
		--custom-compile-command "make lock" pyproject.toml --group dev --constraints requirements.lock \
		--output-file requirements-dev.lock
	$(VENV)/bin/uv pip compile --quiet --upgrade --universal --generate-hashes \
		--custom-compile-command "make lock" pyproject.toml --extra s3 --constraints requirements.lock \
		--output-file requirements-s3.lock
	$(VENV)/bin/uv pip compile --quiet --upgrade --universal --generate-hashes \
		--custom-compile-command "make lock" --group pyproject.toml:supply --output-file requirements-supply.lock

clean:
	rm -rf $(VENV) dashboard/assets/built dashboard/vendor/node_modules dist build .coverage htmlcov
	rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis test-results
	find $(SOURCES) -name __pycache__ -prune -exec rm -rf {} +

# A name on the PATH may be a shim that runs nothing, so each is tried, not only found.
$(VENV)/.made:
	@rm -rf $(VENV)
	@for python in $(PYTHON) python3.11 python3.12 python3.13 python3.14 python3; do \
		if "$$python" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
			echo "Making $(VENV) with $$($$python --version)"; \
			"$$python" -m venv $(VENV) && touch $@; exit $$?; \
		fi; \
	done; \
	echo "Two percent needs Python 3.11 or later with its venv module (Debian: apt-get install python3-venv);" \
		"none was found. PYTHON=/path/to/python names another." >&2; exit 1

$(VENV)/.run: requirements.lock $(VENV)/.made
	@echo "Installing what the dashboard needs (requirements.lock)"
	@$(INSTALL) -r requirements.lock
	@touch $@

# The development lock has the other one whole, at the same versions.
$(VENV)/.dev: requirements-dev.lock requirements.lock $(VENV)/.made
	@echo "Installing what the dashboard and its tests need (requirements-dev.lock)"
	@$(INSTALL) -r requirements-dev.lock
	@touch $(VENV)/.run $@

$(VENV)/.supply: requirements-supply.lock requirements-s3.lock $(VENV)/.made
	@$(PY) -m venv --clear $(VENV)/supply
	@$(SUPPLY)/python -m pip --disable-pip-version-check --quiet install --require-hashes -r requirements-supply.lock
	@$(PY) -m venv --clear --without-pip $(VENV)/image
	@$(SUPPLY)/python -m pip --disable-pip-version-check --quiet --python $(IMAGE) install --require-hashes -r requirements-s3.lock
	@touch $@

$(BUILT): $(VENV)/.run $(VENDOR)/package-lock.json dashboard/collect.py dashboard/typefaces.py dashboard/mount/dash_mount.py $(wildcard dashboard/assets/*.js)
	@$(collect)
