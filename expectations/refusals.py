"""What a refusal means to whoever looks after it: what to do next, and whether its rule may be relaxed.

Rules of contracts say so themselves (`Rule.allowable`); here stand those of the stages, which are no contract's.
A rule that keeps the machine safe (sizes, times, depths) is never relaxed by name: its setting can be raised.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from expectations.contract import Rule
from expectations.errors import UsageError
from expectations.published import PUBLISHED


@dataclass(frozen=True)
class Advice:
    """What to do about a rule of a stage."""

    next: str
    setting: tuple[str, str] | None = None
    """Section and name of the setting that the rule applies."""
    allowed: float | None = None
    """Value of that setting under which the rule refuses nothing; None for a rule that may not be relaxed."""


CORRECT = "correct the file: with other bytes it is a new input, and the next run reads it"

STAGE_RULES: dict[tuple[str, str], Advice] = {
    ("ingest", "empty"): Advice(CORRECT),
    ("ingest", "binary"): Advice("nothing can be read from it; keep such files out of the source"),
    ("ingest", "undecodable"): Advice("see whether the text is worth having", ("ingest", "max_replaced_share"), 1.0),
    ("ingest", "too_large"): Advice("raise the limit if it is a page after all", ("ingest", "max_page_bytes")),
    ("ingest", "decompression_bomb"): Advice("raise the limit if the archive is honest", ("ingest", "max_ratio")),
    ("ingest", "truncated_archive"): Advice("fetch the archive again; what stood before the break has been read"),
    ("ingest", "bad_record"): Advice(CORRECT),
    ("ingest", "unsupported"): Advice("unpack or convert it, and read the result"),
    ("ingest", "unreadable"): Advice("see that the file can be opened and read, then retry"),
    ("ingest", "missing"): Advice("its record is no longer found in the input; a new reader may cut it otherwise"),
    ("ingest", "robots"): Advice("its site does not want it fetched; get the page in another way"),
    ("ingest", "refused_address"): Advice("its address is none of the open web; correct it, or allow it in [fetch]"),
    ("ingest", "http_status"): Advice(
        "its server does not give it; see whether the address is still right, then retry"
    ),
    ("ingest", "redirects"): Advice("its server sends from one address to another; correct the address"),
    ("ingest", "timeout"): Advice("its server was too slow; retry later"),
    ("ingest", "unreachable"): Advice("its server was not reached; see that it is up and known by name, then retry"),
    ("ingest", "broken_response"): Advice("its server broke off or said nonsense; retry later"),
    ("clean", "no_article"): Advice("see whether it is an article after all", ("clean", "min_words"), 0),
    ("clean", "too_large"): Advice("raise the limit if it is a page after all", ("clean", "max_page_chars")),
    ("clean", "too_slow"): Advice("raise the limit, or retry when the machine is idle", ("clean", "max_seconds")),
    ("clean", "too_deep"): Advice("its markup cannot be cut; keep a text dump of the page instead"),
    ("clean", "unreadable"): Advice("a fault of newsmill: report it, and retry with the version that mends it"),
    ("clean", "forgotten"): Advice("it was taken down; `newsmill sql 'from tombstones'` says when and why"),
    ("clean", "page_kills_worker"): Advice("a fault of newsmill: report it, and retry with the version that mends it"),
}
OTHER = Advice("see what is wrong with the row, mend its source, and retry")


def contract_rule(name: str) -> Rule | None:
    """The rule of a published table by its name."""
    return next((rule for rule in _contract_rules() if rule.name == name), None)


def _contract_rules() -> Iterator[Rule]:
    return (rule for c in PUBLISHED.values() for p in c.projections for rule in p.rules)


def advice(stage: str, rule: str) -> Advice:
    """What to do about a refusal."""
    return STAGE_RULES.get((stage, rule), OTHER)


def allowable_rules() -> list[str]:
    """The rules that a retry may relax, sorted."""
    of_stages = {name for (_, name), found in STAGE_RULES.items() if found.allowed is not None}
    return sorted(of_stages | {rule.name for rule in _contract_rules() if rule.allowable})


def require_allowable(rules: Iterable[str]) -> None:
    """Refuse to relax a rule that keeps the tables true or the machine safe.

    Raises:
        UsageError: a rule may not be relaxed; the message names those that may.
    """
    known = allowable_rules()
    for rule in rules:
        if rule not in known:
            raise UsageError(f"the rule {rule} cannot be relaxed", f"Rules that can: {', '.join(known)}.")


def relaxed_settings(rules: Iterable[str]) -> dict[str, dict[str, float]]:
    """Values of settings, by section and name, under which rules of stages refuse nothing."""
    changed: dict[str, dict[str, float]] = {}
    for (_, name), found in STAGE_RULES.items():
        if name in rules and found.setting is not None and found.allowed is not None:
            section, setting = found.setting
            changed.setdefault(section, {})[setting] = found.allowed
    return changed
