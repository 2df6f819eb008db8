"""Facts and figures put into the template."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from expectations.rates import MAX_RUNS, MIN_ARTICLES, MIN_RUNS, Drift, drifts, shown
from expectations.runs import COUNTS
from flows.report_page import charts
from flows.report_page.facts import ENTITY_TYPES, Facts, Row
from flows.report_page.wall import pieces, web_address

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

TILES = {
    "pages": "pages and records read", "canonical": "articles of their own", "duplicates": "copies of others",
    "quotes": "quotes", "entities": "names and values", "quarantined": "refused",
}  # fmt: skip
SHOWN_SOURCES = 4


@dataclass(frozen=True)
class About:
    """Where the facts come from."""

    warehouse: str
    generation: int
    version: str
    docs: Mapping[str, str]
    """Address of the data docs by run, as far as they are still there."""


def report_page(facts: Facts, about: About) -> str:
    """The whole page of a report as HTML."""
    counts = {name: sum(run[name] for run in facts.runs) for name in COUNTS}
    page: str = template("report.html").render(
        style=own_text("style.css"),
        title=_title(facts.runs),
        began=" to ".join(dict.fromkeys(f"{facts.runs[n]['ingested_at']:%Y-%m-%d %H:%M}" for n in (0, -1))) + " UTC",
        sources=_sources(facts.runs),
        tiles=[{"name": said, "count": counts[name]} for name, said in TILES.items()],
        counts=[{"name": name, "count": counts[name], "meaning": said} for name, said in COUNTS.items()],
        charts=_charts(facts, counts),
        drifts=[_drift(found) for found in drifts(facts.runs, facts.earlier)],
        drift_note=_drift_note(facts),
        undated=sum(row["articles"] for row in facts.tables["days"] if row["day"] is None),
        tables=facts.tables,
        wall=[{"row": q, "pieces": pieces(q), "link": web_address(q["url"])} for q in facts.tables["quotes"]],
        entities=_by_type(facts.tables["entities"]),
        runs=[{"row": run, "docs": about.docs.get(run["run_id"])} for run in facts.runs],
        **{name: getattr(about, name) for name in ("warehouse", "generation", "version")},
    )
    return page


def template(name: str) -> Any:
    """A template of `templates/`; what is put into it is escaped."""
    return _environment().get_template(name)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    loader = PackageLoader("flows.report_page", "templates")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=False)


def own_text(name: str) -> Markup:
    """A file of `templates/` as it is."""
    return _safe(resources.files("flows.report_page").joinpath("templates", name).read_text(encoding="utf-8"))


def _safe(text: str) -> Markup:
    """Text of our own, or drawn by a library that escapes what it is given: not to be escaped again."""
    from markupsafe import Markup

    return Markup(text)  # noqa: S704


def _charts(facts: Facts, counts: Mapping[str, int]) -> dict[str, Markup | None]:
    has_copies = any(row["kind"] != "canonical" for row in facts.tables["copies"])
    drawn = {
        "funnel": charts.funnel(counts),
        "copies": charts.copies(facts.tables["copies"]) if has_copies else None,
        "days": charts.days(facts.tables["days"]),
    }
    return {name: None if svg is None else _safe(svg) for name, svg in drawn.items()}


def _title(runs: Sequence[Row]) -> str:
    if len(runs) == 1:
        return f"Run {runs[0]['run_id']}"
    days = list(dict.fromkeys(f"{runs[n]['ingested_at']:%Y-%m-%d}" for n in (0, -1)))
    return "newsmill, " + " to ".join(days)


def _sources(runs: Sequence[Row]) -> str:
    named = list(dict.fromkeys(source for run in runs for source in run["sources"]))
    more = f" and {len(named) - SHOWN_SOURCES} more" if len(named) > SHOWN_SOURCES else ""
    return ", ".join(named[:SHOWN_SOURCES]) + more


def _drift(found: Drift) -> dict[str, Any]:
    is_share = found.rate.is_share
    low, high = found.band or (None, None)
    usual = f"usually {shown(low, is_share=is_share)} to {shown(high, is_share=is_share)}"
    return {
        "name": found.rate.name,
        "now": shown(found.now, is_share=is_share),
        "usual": usual if found.band else "not enough earlier runs",
        "is_odd": found.is_odd,
        "svg": _safe(charts.drift(found)) if found.before else None,
    }


def _drift_note(facts: Facts) -> str:
    return (
        f"The large dot is this {'run' if len(facts.runs) == 1 else 'period'}, the small ones are earlier runs of at "
        f"least {MIN_ARTICLES} articles, at most {MAX_RUNS}. The band is where they usually lie: three robust standard "
        f"deviations around their median. It is drawn from {MIN_RUNS} earlier runs on."
    )


def _by_type(rows: Sequence[Row]) -> list[dict[str, Any]]:
    groups = ((name, [row for row in rows if row["type"] == kind]) for kind, name in ENTITY_TYPES.items())
    return [{"name": name, "rows": found} for name, found in groups if found]
