"""What the Prefect UI shows of a run beside its tasks: funnel, pace, validation, quarantine, progress."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pyarrow as pa

from expectations.runs import COUNTS
from flows.ledger import Ledger
from flows.report_page.checks import NAME as CHECKS
from tasks.ingest.web.crawl import Fetch

if TYPE_CHECKING:
    from flows.report import RunReport

logger = logging.getLogger(__name__)

STEPS = ("ingest", "clean", "sketch", "assign", "enrich", "publish")
"""What a run submits batches of, in order: its progress is counted in these."""
HANDLED = {"ingest": "pages", "clean": "pages", "dedupe": "articles", "enrich": "canonical", "publish": "articles"}
"""What each stage works on, by its count in the report."""
LONG_BATCHES = 4
"""From so many batches in a stage on, a run shows how far it is."""
UPDATE_SECONDS = 5.0
SAMPLES_PER_RULE, SAMPLES = 3, 30
REASON_CHARS, WHERE_CHARS, SAMPLE_CHARS = 80, 40, 80
BROKEN = 50


class Board:
    """Puts a run's artifacts on the Prefect server.

    A server that does not answer costs the run these pictures and nothing else: what was published stays published.
    """

    def __init__(self) -> None:
        self._reachable = True
        self._progress: UUID | None = None
        self._updated_at = 0.0

    def table(self, key: str, rows: Sequence[Mapping[str, Any]], description: str) -> None:
        """Show rows as a table."""
        from prefect.artifacts import create_table_artifact

        self._put(create_table_artifact, [dict(row) for row in rows], key=key, description=description)

    def text(self, key: str, markdown: str, description: str) -> None:
        """Show a text."""
        from prefect.artifacts import create_markdown_artifact

        self._put(create_markdown_artifact, markdown, key=key, description=description)

    def progress(self, step: str, done: int, total: int) -> None:
        """Show how many batches of a step are done; nothing for a step of few batches."""
        if total < LONG_BATCHES or (done < total and time.monotonic() - self._updated_at < UPDATE_SECONDS):
            return
        self._updated_at = time.monotonic()
        share = 100 * progress_of(step, done / total)
        self._show_progress(share, f"{step}: {done} of {total} batches")

    def finished(self) -> None:
        """Show that a run whose progress was shown has come to its end."""
        if self._progress is not None:
            self._show_progress(100.0, "published")

    def _show_progress(self, share: float, said: str) -> None:
        from prefect.artifacts import create_progress_artifact, update_progress_artifact

        if self._progress is None:
            self._progress = self._put(create_progress_artifact, share, key="progress", description=said)
        else:
            self._put(update_progress_artifact, self._progress, progress=share, description=said)

    def _put(self, call: Callable[..., Any], *args: Any, **kwargs: Any) -> UUID | None:
        if not self._reachable:
            return None
        try:
            made: UUID | None = call(*args, **kwargs)
        except Exception as error:  # noqa: BLE001  (whatever the client raises, the run's own work goes on)
            self._reachable = False  # each call would be retried for a minute
            logger.warning("the Prefect server does not take artifacts (%s); the run goes on without", error)
            return None
        return made


def show_published(
    board: Board, report: RunReport, ledger: Ledger, quarantined: pa.Table, docs_url: str | None
) -> None:
    """All that is to be seen of a run that published."""
    board.table("funnel", funnel_rows(report), "What came in, and what became of it")
    board.table("pace", pace_rows(report), "Seconds and throughput of each stage")
    show_validation(board, ledger, docs_url)
    if report.unusual:
        board.text(
            "unusual", "\n".join(f"- {line}" for line in report.unusual), "Unlike earlier runs over these sources"
        )
    if quarantined.num_rows:
        samples = quarantine_rows(quarantined)
        said = f"{quarantined.num_rows} refused; {len(samples)} samples, at most {SAMPLES_PER_RULE} a rule"
        board.table("quarantine", samples, said)
    board.finished()


def show_nothing_new(board: Board, report: RunReport) -> None:
    """That a run looked, and found only what is known, or nothing at all."""
    generation = f"generation {report.generation}" if report.generation else "the empty warehouse"
    known = report.counts["inputs_known"]
    said = f"**Nothing new.** All {known:,} inputs are known from earlier runs"
    why = said if known else "**Nothing to read.** The sources hold no input"
    board.text("funnel", f"{why}; {generation} stays as it is.", "What came in, and what became of it")


def show_fetch(board: Board, fetch: Fetch) -> None:
    """What was asked of the web, and samples of what could not be fetched."""
    failed = [{"address": i.uri, "rule": i.refusal[0], "reason": i.refusal[1]} for i in fetch.inputs if i.refusal]
    counts = ", ".join(f"{count:,} {name.replace('_', ' ')}" for name, count in sorted(fetch.counts.items()) if count)
    if failed:
        said = f"{len(failed):,} addresses could not be fetched; the first {len(failed[:SAMPLES])} are shown"
        board.table("unfetched", failed[:SAMPLES], said)
    board.text("fetch", f"**Fetched from the web:** {counts or 'nothing was due'}.", "What was asked of the web")


def show_validation(board: Board, ledger: Ledger, docs_url: str | None) -> None:
    """How many rules were checked, which are broken, and where the data docs lie."""
    board.text("validation", validation_text(ledger, docs_url), "Great Expectations on every batch")


def funnel_rows(report: RunReport) -> list[dict[str, Any]]:
    """The counts of a run in the order of its stages."""
    return [{"count": report.counts[name], "of": name, "meaning": COUNTS[name]} for name in COUNTS]


def progress_of(step: str, share: float) -> float:
    """How far a run is, from 0 to 1, when it has done a share of a step; a step that is no part of the mill is all."""
    return (STEPS.index(step) + share) / len(STEPS) if step in STEPS else share


def pace_rows(report: RunReport) -> list[dict[str, Any]]:
    """For each stage what it worked on, how long, and how much of it a second."""
    return [
        {
            "stage": stage,
            "seconds": round(seconds, 1),
            "worked on": f"{report.counts[HANDLED[stage]]:,} {HANDLED[stage]}",
            "a second": round(report.counts[HANDLED[stage]] / seconds, 1) if seconds else None,
        }
        for stage, seconds in report.seconds.items()
    ]


def validation_text(ledger: Ledger, docs_url: str | None) -> str:
    """What was validated, as Markdown."""
    checked = f"**{ledger.rules}** rules checked on **{ledger.batches}** batches, **{len(ledger.broken)}** broken."
    head = "| batch | table | rule | severity | rows | meaning |\n| --- | --- | --- | --- | ---: | --- |"
    broken = [
        f"| {batch} | {r.table} | `{r.rule.name}` | {r.rule.severity} | {len(r.rows)} | {_cell(r.rule.reason)} |"
        for _, batch, r in ledger.broken[:BROKEN]
    ]
    more = len(ledger.broken) - len(broken)
    parts = [checked, "\n".join([head, *broken]) if broken else "", f"… and {more} more" if more else ""]
    return "\n\n".join(part for part in (*parts, docs_link(ledger, docs_url)) if part)


def docs_link(ledger: Ledger, docs_url: str | None) -> str:
    """Where the data docs of a run lie: their path, and their address when they are served."""
    index = ledger.docs.absolute() / CHECKS
    served = f"[{ledger.run_key}]({docs_url.rstrip('/')}/{ledger.run_key}/{CHECKS}), " if docs_url else ""
    return f"Data docs: {served}`{index}`"


def quarantine_rows(quarantined: pa.Table) -> list[dict[str, Any]]:
    """A few samples of each rule, each cut to what fits the width of a page."""
    seen: dict[tuple[str, str], int] = {}
    samples = []
    for row in quarantined.select(["stage", "rule", "source_uri", "reason", "payload"]).to_pylist():
        rule = (row["stage"], row["rule"])
        seen[rule] = seen.get(rule, 0) + 1
        if seen[rule] <= SAMPLES_PER_RULE:
            samples.append(_sample(row))
    return samples[:SAMPLES]


def _sample(row: Mapping[str, Any]) -> dict[str, Any]:
    uri = row["source_uri"]
    reason, payload = (" ".join((row[name] or "").split()) for name in ("reason", "payload"))
    return {
        "stage": row["stage"],
        "rule": row["rule"],
        "reason": _cut(reason.removeprefix(uri).lstrip(": "), REASON_CHARS),
        "where": uri if len(uri) <= WHERE_CHARS else "…" + uri[1 - WHERE_CHARS :],
        "sample": _cut(payload, SAMPLE_CHARS),
    }


def _cut(text: str, chars: int) -> str:
    return text if len(text) <= chars else text[: chars - 1] + "…"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
