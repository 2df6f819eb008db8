"""A connection to the warehouse that the settings name."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from warehouse.layout import Layout
from warehouse.location import Location, located

if TYPE_CHECKING:
    import duckdb


def layout_of(warehouse: Location | None, config: Path | None) -> Layout:
    """The warehouse named on the command line, else by the environment, else by the settings."""
    if warehouse is None and (named := os.environ.get("NEWSMILL_WAREHOUSE")) and config is None:
        warehouse = located(named)
    if isinstance(warehouse, Path):
        return Layout(warehouse)
    from flows.settings import load_settings  # also for how the object store is reached

    return Layout(load_settings(config, warehouse=warehouse).warehouse)


def opened(warehouse: Location | None, config: Path | None, generation: int | None = None) -> duckdb.DuckDBPyConnection:
    """A DuckDB connection with the views over one generation.

    Raises:
        WarehouseError: there is no such warehouse or generation, or a newer newsmill wrote it.
    """
    from warehouse.duck import connect

    return connect(layout_of(warehouse, config), generation)
