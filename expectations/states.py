"""The stages, and the states of what one of them refused; without pyarrow, since the help of the command line names them."""

from __future__ import annotations

STAGES = ("ingest", "clean", "dedupe", "enrich", "publish")

STATES = {
    "waiting": "nothing has come of it since; `newsmill quarantine retry` reads it again",
    "refused_again": "a later run refused it, or a part of it, again and has rows of its own",
    "resolved": "a later run read it: its articles are published, or were known",
    "replaced": "its input has been read since with other bytes",
    "left_out": "its article is published without this row, and published rows never change",
    "taken_down": "it was taken down with `newsmill forget`, and is not read again",
}
"""The values of `state` in the view `quarantine`, and what each means."""
