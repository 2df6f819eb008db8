"""From the tables of an older newsmill to those of this one: numbered steps, each a generation like any other.

A writing command takes the steps that are missing before it does anything else. Reading commands read an older
warehouse as it is: a table that it does not have is empty.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial

import pyarrow as pa
import pyarrow.compute as pc

from expectations.articles import ARTICLES
from expectations.contract import Contract
from expectations.entities import ENTITIES
from expectations.errors import WarehouseError
from expectations.published import PUBLISHED
from warehouse.derived import DERIVED
from warehouse.duck import write_catalog
from warehouse.durable import remove_tree
from warehouse.generations import Draft, Stamp, current
from warehouse.layout import Layout
from warehouse.manifest import Manifest

ARTICLE = ["article_id", "revision"]


def conform(draft: Draft) -> None:
    """Write every file whose columns are not those of its contract again, with what it lacks.

    That is derived from its other columns or from its articles, else null or empty.
    """
    published = cache(partial(_published, draft))
    for file in list(draft.files):
        contract, columns = PUBLISHED[file.table], draft.columns(file)
        if columns != contract.schema.names:
            table = draft.read(file)
            if contract is ENTITIES and "published_on" not in columns:
                table = dated(table, published())
            draft.replace([file], contract, [completed(table, contract)])


def _published(draft: Draft) -> pa.Table:
    """When each revision of each article was published."""
    columns = [*ARTICLE, "published_at"]
    files = [draft.read(file, columns) for file in draft.files_of("articles")]
    return pa.concat_tables([ARTICLES.schema.empty_table().select(columns), *files])


def dated(entities: pa.Table, published: pa.Table) -> pa.Table:
    """Entities with `published_on` from articles, given as article_id, revision and published_at."""
    rows = entities.select(ARTICLE).append_column("row", pa.array(range(entities.num_rows), pa.int64()))
    moments = rows.join(published, ARTICLE).sort_by("row").column("published_at")
    return entities.append_column("published_on", pc.cast(moments, pa.date32()))


def completed(table: pa.Table, contract: Contract) -> pa.Table:
    """A table with the columns that its contract has gained since: derived from the others, null, or empty lists.

    Raises:
        WarehouseError: a column is missing that must have a value; the migration has to make it.
    """
    for field in (f for f in contract.schema if f.name not in table.column_names):
        if field.name in DERIVED:
            values = DERIVED[field.name](table)
        elif pa.types.is_list(field.type):
            values = pa.array([[]] * table.num_rows, field.type)
        elif field.nullable:
            values = pa.nulls(table.num_rows, field.type)
        else:
            raise WarehouseError(
                f"{contract.name} has no column {field.name}, which must have a value",
                "This is a fault of newsmill: a migration is missing; please report it.",
            )
        table = table.append_column(field, values)
    return table


@dataclass(frozen=True)
class Migration:
    """A step to a version of the warehouse."""

    version: int
    what: str
    """What it brings, in words."""
    apply: Callable[[Draft], None]
    """Changes the files of a draft; tables that are missing are made empty afterwards."""


MIGRATIONS = (
    Migration(2, "the table tombstones, for takedowns", conform),
    Migration(3, "quotes.first_of_speaker, to count a speaker's articles by", conform),
    Migration(4, "entities.published_on, to count an entity by day without its articles", conform),
)
"""All steps, in order; see CONTRIBUTING.md for how to add one."""


def pending(manifest: Manifest | None) -> list[Migration]:
    """The steps that a generation has before it."""
    return [] if manifest is None else [step for step in MIGRATIONS if step.version > manifest.schema_version]


def migrate(layout: Layout, now: datetime, code_version: str) -> list[Migration]:
    """Take the steps that are missing, each as a generation of its own; returns them.

    Call with the write lock held. A crash leaves the version of the last step that was finished.
    """
    steps = pending(current(layout))
    for step in steps:
        key = f"migration-{step.version:04d}"
        draft = Draft(layout, Stamp(key, now, code_version), step.version)
        step.apply(draft)
        draft.complete(PUBLISHED.values())
        draft.publish()
        remove_tree(layout.staging_of(key))
    if steps:
        write_catalog(layout)
    return steps
