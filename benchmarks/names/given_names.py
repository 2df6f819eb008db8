"""Write the lists of given names: python -m benchmarks.names.given_names tasks/enrich/gazetteer.

From the name lists of Faker's locales (MIT licence): names that only one gender bears in all of them.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
from collections.abc import Iterable
from pathlib import Path


def lists_of(attribute: str) -> set[str]:
    """All given names of one gender, in lower case and Latin letters."""
    import faker.providers.person as people

    names: set[str] = set()
    for module in pkgutil.iter_modules(people.__path__):
        provider = importlib.import_module(f"faker.providers.person.{module.name}").Provider
        names.update(latin(getattr(provider, attribute, ())))
    return names


def latin(names: Iterable[object]) -> set[str]:
    """Single names in Latin letters, in lower case."""
    texts = {str(name) for name in names}
    return {t.lower() for t in texts if t[:1].isupper() and " " not in t and max(map(ord, t)) < 0x250}


def main() -> None:
    """The command line."""
    folder = Path(sys.argv[1])
    women, men = lists_of("first_names_female"), lists_of("first_names_male")
    for gender, names in (("f", women - men), ("m", men - women)):
        (folder / f"given_names_{gender}.txt").write_text("\n".join(sorted(names)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
