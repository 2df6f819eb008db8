"""Options that several commands of the command line share."""

from __future__ import annotations

from pathlib import Path

import click

from warehouse.location import located

warehouse_option = click.option(
    "--warehouse",
    type=located,
    metavar="PLACE",
    help="Folder or s3:// URL of the warehouse [default: from newsmill.toml].",
)
config_option = click.option(
    "--config",
    type=click.Path(path_type=Path),
    help="Settings file [default: NEWSMILL_CONFIG, else newsmill.toml here].",
)
out_option = click.option("--out", type=click.Path(path_type=Path), required=True, help="Folder for the tables.")
workers_option = click.option("--workers", type=click.IntRange(1), help="Processes [default: one per core].")
