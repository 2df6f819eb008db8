"""Charts of a report as SVG text: Vega-Lite by Altair, drawn by vl-convert in this process.

Colours are CSS variables of the page, so that one picture serves light and dark; text stays text, and what the data
say is escaped by the drawer. Every chart has a description for those who do not see it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from expectations.rates import Drift

Row = Mapping[str, Any]

WIDTH = 920
FONT = "DejaVu Sans, Verdana, sans-serif"
SERIES = [f"var(--series-{n})" for n in range(1, 8)]
MAX_SOURCES = 6
OTHER = "other sources"
LABEL_CHARS = 28
MIN_LABELLED_SHARE = 0.05
"""A part of a bar that is narrower than this has no room for its number."""

FATES = {
    "goes on": "var(--kept)", "copy": "var(--copy)", "known": "var(--known)", "quarantine": "var(--refused)",
}  # fmt: skip
KINDS = {
    "canonical": "var(--kept)", "version": "var(--series-3)", "near": "var(--series-2)",
    "contained": "var(--series-5)", "exact": "var(--series-4)",
}  # fmt: skip


def funnel_parts(counts: Row) -> list[dict[str, Any]]:
    """What became of inputs, pages and articles: rows of step, fate and count, which add up to what came in."""
    steps = {
        "input files": {"goes on": counts["inputs"] - counts["inputs_known"], "known": counts["inputs_known"]},
        "pages and records": {
            "goes on": counts["documents"],
            "known": counts["pages_known"],
            "quarantine": counts["pages_refused"] + counts["inputs_refused"],
        },
        "articles": {
            "goes on": counts["canonical"],
            "copy": counts["duplicates"],
            "known": counts["articles_known"],
            "quarantine": counts["articles_refused"],
        },
    }
    return [
        {"step": f"{sum(parts.values()):,} {step}", "fate": fate, "order": order, "count": count}
        for step, parts in steps.items()
        for order, (fate, count) in enumerate(parts.items())
        if count
    ]


def funnel(counts: Row) -> str:
    """Bars of inputs, pages and articles, cut by what became of them."""
    return _bars(funnel_parts(counts), FATES, "What became of inputs, pages and articles")


def copies(rows: Sequence[Row]) -> str:
    """Bars of articles by source, cut by kind of copy."""
    totals: Counter[str] = Counter()
    counted: Counter[tuple[str, str]] = Counter()
    for row in _few_sources(rows):
        totals[row["source"]] += row["articles"]
        counted[row["source"], row["kind"]] += row["articles"]
    order = {kind: place for place, kind in enumerate(KINDS)}
    parts: list[dict[str, Any]] = [
        {"step": source, "fate": kind, "order": order[kind], "count": count}
        for (source, kind), count in counted.items()
    ]
    parts.sort(key=lambda part: (-totals[part["step"]], part["step"], part["order"]))
    return _bars(parts, KINDS, "Articles by source and kind of copy")


def _bars(rows: Sequence[Row], colours: Mapping[str, str], description: str) -> str:
    """Horizontal bars, each as wide as its total, with numbers in the parts that have room.

    Rows have `step` (which bar), `fate` (which part of it, one of the colours), `order` (its place) and `count`.
    """
    import altair as alt

    used = [name for name in colours if any(row["fate"] == name for row in rows)]
    totals: Counter[str] = Counter()
    for row in rows:
        totals[row["step"]] += row["count"]
    least = MIN_LABELLED_SHARE * max(totals.values(), default=1)
    data = [
        {**row, "step": _label(row["step"]), "text": f"{row['count']:,}" if row["count"] >= least else ""}
        for row in rows
    ]
    steps = list(dict.fromkeys(row["step"] for row in data))
    base = _chart(data).encode(
        y=alt.Y("step:N", sort=steps, title=None),
        x=alt.X("count:Q", stack="zero", axis=None),
        order=alt.Order("order:Q"),
    )
    scale = alt.Scale(domain=used, range=[colours[name] for name in used])
    legend = alt.Legend(title=None, orient="top")
    bars = base.mark_bar(height=28).encode(color=alt.Color("fate:N", scale=scale, legend=legend))
    numbers = base.mark_text(align="right", dx=-6, fontSize=13, fill="var(--on-bar)").encode(
        detail="fate:N", text="text:N"
    )
    return draw((bars + numbers).properties(width=WIDTH - 200, height=40 * max(len(steps), 1)), description)


def days(rows: Sequence[Row]) -> str | None:
    """Bars of articles by time of publication and source; None when no article has a date."""
    dated = [row for row in rows if row["day"] is not None]
    if not dated:
        return None
    import altair as alt

    step = step_of(dated)
    counted: Counter[tuple[date, str]] = Counter()
    for row in _few_sources(dated):
        counted[first_day(row["day"], step), _label(row["source"])] += row["articles"]
    data = [{"time": day.isoformat(), "source": name, "articles": count} for (day, name), count in counted.items()]
    sources = sorted({name for _, name in counted})
    chart = (
        _chart(data)
        .mark_bar()
        .encode(
            x=alt.X("time:T", timeUnit=TIME_UNITS[step], title=None, axis=alt.Axis(labelOverlap=True)),
            y=alt.Y("articles:Q", title=None, axis=alt.Axis(tickMinStep=1)),
            color=alt.Color(
                "source:N",
                scale=alt.Scale(domain=sources, range=SERIES[: len(sources)]),
                legend=alt.Legend(title=None, orient="top"),
            ),
        )
        .properties(width=WIDTH - 60, height=220)
    )
    return draw(chart, f"Articles by {step} of publication and source")


TIME_UNITS: dict[str, Any] = {"day": "utcyearmonthdate", "month": "utcyearmonth", "year": "utcyear"}
MAX_DAYS, MAX_MONTHS = 92, 60


def step_of(dated: Sequence[Row]) -> str:
    """By what articles are counted over time: by day, by month or by year, so that there are not too many bars."""
    span = (max(row["day"] for row in dated) - min(row["day"] for row in dated)).days
    if span <= MAX_DAYS:
        return "day"
    return "month" if span <= MAX_MONTHS * 31 else "year"


def first_day(day: date, step: str) -> date:
    """The first day of the day's month or year, or the day itself."""
    if step == "day":
        return day
    return day.replace(day=1) if step == "month" else day.replace(month=1, day=1)


def drift(found: Drift) -> str:
    """A rate over the runs: the band of usual values, the earlier runs, and this one as a large dot."""
    import altair as alt

    values = [*found.before, *(() if found.now is None else (found.now,))]
    data = [{"run": number, "value": value} for number, value in enumerate(values, 1)]
    number_format = "%" if found.rate.is_share else ".1f"
    axis = alt.Axis(format=number_format, tickCount=3, domain=False)
    base = _chart(data).encode(
        x=alt.X("run:Q", axis=None, scale=alt.Scale(domain=[0.5, len(values) + 0.5])),
        y=alt.Y("value:Q", title=None, axis=axis, scale=alt.Scale(zero=True)),
    )
    layers: list[Any] = [
        base.mark_line(stroke="var(--muted)"),
        base.mark_circle(size=18, fill="var(--muted)", opacity=1),
    ]
    if found.now is not None:
        last = base.transform_filter(f"datum.run == {len(values)}")
        layers.append(last.mark_circle(size=90, opacity=1, fill="var(--refused)" if found.is_odd else "var(--kept)"))
    if found.band is not None:
        band = [{"low": found.band[0], "high": found.band[1]}]
        shade = _chart(band).mark_rect(fill="var(--band)", opacity=1)
        layers.insert(0, shade.encode(y="low:Q", y2="high:Q"))
    return draw(alt.layer(*layers).properties(width=180, height=80), f"{found.rate.name} over {len(values)} runs")


def _chart(rows: Sequence[Row]) -> Any:
    import altair as alt

    return alt.Chart({"values": list(rows)})


def draw(chart: Any, description: str) -> str:
    """The SVG of a chart in the colours and type of the page; the description (no markup in it) is read aloud."""
    import altair as alt
    import vl_convert

    quiet = {"labelColor": "currentColor", "titleColor": "currentColor", "labelFont": FONT, "titleFont": FONT}
    spec = (
        chart.properties(background="transparent")
        .configure(font=FONT)
        .configure_view(stroke=None)
        .configure_axis(
            **quiet, labelFontSize=13, titleFontSize=13, titleFontWeight="normal", gridColor="var(--grid)",
            domainColor="var(--grid)", tickColor="var(--grid)", labelLimit=200,
        )
        .configure_legend(**quiet, labelFontSize=13, symbolType="square")
        .to_dict()
    )  # fmt: skip
    version = alt.SCHEMA_VERSION.removeprefix("v").rpartition(".")[0]
    svg: str = vl_convert.vegalite_to_svg(spec, vl_version=version)
    return svg.replace("<svg ", f'<svg role="img" aria-label="{description}" ', 1)


def _few_sources(rows: Sequence[Row]) -> list[Row]:
    """The rows with all but the largest sources under one name."""
    totals: Counter[str] = Counter()
    for row in rows:
        totals[row["source"]] += row["articles"]
    large = {name for name, _ in totals.most_common(MAX_SOURCES)}
    return [row if row["source"] in large else {**row, "source": OTHER} for row in rows]


def _label(text: str) -> str:
    return text if len(text) <= LABEL_CHARS else text[: LABEL_CHARS - 1] + "…"
