"""Why something was not fetched."""

from __future__ import annotations

from tasks.ingest.page import Rule


class FetchError(Exception):
    """Something was not fetched: the rule and reason for quarantine, and whether it is worth another try.

    `passing` faults (timeouts, 429, 5xx) may be over soon; `wait` is what the server asks for with Retry-After.
    """

    def __init__(self, rule: Rule, why: str, *, passing: bool = False, wait: float = 0.0) -> None:
        super().__init__(why)
        self.rule: Rule = rule
        self.why = why
        self.passing = passing
        self.wait = wait


class Deferred(Exception):
    """Not asked for in this run: the host wants to be left alone, or the run's time is over."""
