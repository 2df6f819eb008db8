"""Takedown as a flow, so that the UI shows that something was taken down, when and why; never what it said.

Prefect keeps the parameters of a run. So this flow takes ids and names of sources; a URL or a text is for
`newsmill forget`, which keeps neither.
"""

from __future__ import annotations

from datetime import UTC, datetime

from prefect import flow
from prefect.artifacts import create_markdown_artifact

from expectations.errors import UsageError
from flows.flow_run import begin, watched
from flows.parameters import GivenSettings
from flows.run import CODE_VERSION
from flows.settings import load_settings
from tasks.publish import forget as takedowns
from tasks.publish.forget import Forgotten, Means, Takedown
from warehouse.layout import Layout
from warehouse.selection import Selector


@watched
@flow(name="forget")
def forget(
    article: str | None = None, source: str | None = None, copies: bool = False, reason: str | None = None,
    settings: GivenSettings = None,
) -> Forgotten:  # fmt: skip
    """Take an article, or all that was read from a source, out of the warehouse for good.

    Args:
        article: Id of an article, or the start of it.
        source: Name of a source.
        copies: Whether exact and near copies go, too.
        reason: Why; it is kept with the tombstone.
        settings: Settings that override those of newsmill.toml and the environment, as in newsmill.toml.

    Raises:
        UsageError: neither or both of article and source are given, or the id is that of no or several articles.
        WarehouseError: the warehouse cannot be written, or another run holds it for too long.
    """
    begin()
    if (article is None) == (source is None):
        raise UsageError("a takedown needs one thing to take down", "Give either an article or a source.")
    selector = Selector("article", article) if article is not None else Selector("source", source or "")
    used = settings or load_settings()
    means = Means(used.dedupe, used.enrich_options(), CODE_VERSION)
    takedown = Takedown(selector, copies, reason)
    done = takedowns.forget(Layout(used.warehouse), takedown, means, datetime.now(UTC), used.lock_wait_seconds)
    said = f"{done.articles} articles taken down, {len(done.reelected)} of their copies stand for them now."
    create_markdown_artifact(said, key="takedown", description=reason)
    return done
