"""The commands of whoever keeps the mill running; as in `cli`, imports that cost time stand inside the commands."""

from __future__ import annotations

import click

COMMANDS: tuple[click.Command, ...] = ()
"""Added to the command line, in this order."""
