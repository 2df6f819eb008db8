"""What lineage remembers of inputs: address and hash, the address veiled where its page was taken down."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pyarrow as pa

from tasks.publish.forgotten import veiled
from warehouse.lookups import known

ASKED = pa.schema([("input_uri", pa.string()), ("input_sha256", pa.string())])


def read_before(inputs: Iterable[tuple[str, str]], lineage: Sequence[str]) -> set[tuple[str, str]]:
    """Those of the inputs, as address and sha256, that some run has read.

    Raises:
        WarehouseError: a file of lineage is gone.
    """
    if not lineage:
        return set()
    asked = {(form, sha256): (uri, sha256) for uri, sha256 in inputs for form in (uri, veiled(uri))}
    wanted = pa.Table.from_pylist([dict(zip(ASKED.names, pair, strict=True)) for pair in asked], schema=ASKED)
    found = known(lineage, ASKED.names, wanted).to_pylist()
    return {asked[row["input_uri"], row["input_sha256"]] for row in found}
