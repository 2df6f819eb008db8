"""What the fork server does once, so that every worker process has it from birth: imports, models and tables.

Libraries and models are loaded where they are first needed, so two small pages go through the stages.
"""

from __future__ import annotations

import gc
import logging

import pyarrow.dataset
import pyarrow.parquet  # noqa: F401  (workers read and write it)
import scipy.sparse.csgraph  # noqa: F401  (dedupe imports it where it is needed: the flow's process does without)

import tasks.clean.batch
import tasks.dedupe.batch
import tasks.enrich.batch
import tasks.ingest.batch  # noqa: F401
from expectations.errors import is_machine_fault
from tasks.clean.stage import clean
from tasks.enrich.stage import enrich
from tasks.heap import kept
from tasks.ingest.make import page_of_bytes
from tasks.ingest.options import IngestOptions
from tasks.ingest.page import Origin, Page
from tasks.ingest.stage import pages_table

DUMP = """Ferry sails again

By Ada Lindqvist

ODDAHOLM, 4 May 2026 - The ferry to Oddaholm sailed again on Monday after a repair of 2.5 million euros, the harbour
master Nils Berg said. “We are glad”, he told the Harbour Times at the café on the quay.
"""
HTML = f"<html><head><title>Ferry sails again</title></head><body><article><p>{DUMP}</p></article></body></html>"

COLLECT_EVERY = 200_000
"""New objects between two collections in a worker: a batch makes millions, next to none of which hold each other."""


def _warm_up() -> None:
    origin, options = Origin("warm", "warm"), IngestOptions()
    made = [page_of_bytes(text.encode("cp1252"), origin, options) for text in (DUMP, HTML)]
    cleaned = clean(pages_table([page for page in made if isinstance(page, Page)]))
    enrich(cleaned.tables["articles"])


logging.disable(logging.CRITICAL)  # nobody asked for these pages
with kept():  # and no worker looks through it
    try:
        _warm_up()
    except Exception as error:
        if not is_machine_fault(error):  # of a full disk the batch that meets it has more to say
            raise
logging.disable(logging.NOTSET)
gc.set_threshold(COLLECT_EVERY, *gc.get_threshold()[1:])
