"""When an address is due: new ones now, failed ones after a while and not for ever, published ones when they change."""

from __future__ import annotations

from dataclasses import replace

from tasks.ingest.web.fault import FetchError
from tasks.ingest.web.options import FetchOptions
from warehouse.fetched import Visit

FORBIDDEN = ("robots", "refused_address")
MAX_WAIT_SECONDS = 86_400.0
"""What is never given up is tried at least once a day."""


def is_due(visit: Visit, now: float, options: FetchOptions, *, published: bool, kept: bool, listed: bool) -> bool:
    """Whether an address is to be asked now.

    Args:
        visit: what is known of it.
        now: seconds since 1970.
        options: the limits.
        published: whether a run has published what was fetched last.
        kept: whether what was fetched last lies in the warehouse.
        listed: whether its listing still names it.
    """
    if kept and not published:
        return False  # waits to be published
    if visit.kind == "listing":
        dated = visit.changed is not None and visit.url != visit.root
        return now >= visit.not_before and (visit.stale or not dated)
    if visit.rule:
        return (visit.attempts < options.max_attempts or may_list(visit)) and now >= visit.not_before
    if visit.stale or not visit.sha256 or not published:
        return True
    age = visit.checked_at - visit.first_seen if options.revisit_seconds else 0.0
    return (
        (listed or visit.url == visit.root)
        and visit.changed is None
        and now - visit.checked_at >= max(options.revisit_seconds, age)
    )


def failed(visit: Visit, fault: FetchError, now: float, options: FetchOptions) -> Visit:
    """The visit after a fault. One that may pass counts one attempt; any other uses them up.

    What robots.txt or the settings forbid took no request: it counts none, and every run looks at it again.
    """
    if fault.rule in FORBIDDEN and not fault.passing:
        return replace(visit, rule=fault.rule, why=fault.why)
    attempts = visit.attempts + 1 if fault.passing or may_list(visit) else options.max_attempts
    wait = min(options.attempt_seconds * 2 ** (min(attempts, 20) - 1), MAX_WAIT_SECONDS)
    if may_list(visit) and visit.url == visit.root:
        wait = 0.0  # every run asks for what the user named
    return replace(visit, attempts=attempts, not_before=now + max(wait, fault.wait), rule=fault.rule, why=fault.why)


def may_list(visit: Visit) -> bool:
    """Whether it is a listing, or might be one that never came: such addresses are never given up."""
    return visit.kind in ("", "listing")


def listed(visit: Visit | None, fresh: Visit) -> Visit:
    """What is known of an address once a listing names it (again); `fresh` holds what the listing says."""
    if visit is None:
        return fresh
    moved = bool(fresh.changed) and fresh.changed != visit.changed
    seen = replace(visit, root=fresh.root, listed_by=fresh.listed_by, listed_at=fresh.listed_at)
    if not moved:
        return seen
    return replace(seen, changed=fresh.changed, hints=fresh.hints, stale=visit.checked_at > 0, attempts=0, rule="")


def urgency(visit: Visit) -> tuple[int, int, float]:
    """The order in which pages are asked for: new and failed ones, then those to be looked at again, then forbidden."""
    forbidden = visit.rule in FORBIDDEN and not visit.attempts
    return 2 if forbidden else int(visit.checked_at > 0), visit.attempts, visit.checked_at
