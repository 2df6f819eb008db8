"""Whether the spaCy pipelines that the settings name are there: told before a run, without loading them."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, distribution
from importlib.util import find_spec
from pathlib import Path

from expectations.errors import UsageError

SETTING = "enrich.model or enrich.models"
"""What an error names."""


def require_model(model: str) -> None:
    """Look whether spaCy and a pipeline are there, without loading them.

    Raises:
        UsageError: one of them is missing; the message says what to install.
    """
    if find_spec("spacy") is None:
        raise UsageError(
            f"{SETTING}: {model} is a spaCy pipeline, and spaCy is not installed",
            "Install it: `pip install 'newsmill[spacy]'`.",
        )
    if not (Path(model).exists() or _is_installed(model)):
        raise UsageError(
            f"{SETTING}: there is no spaCy pipeline {model}",
            f"Install it, one of spaCy's own by `python -m spacy download {model}`, or give a pipeline's folder.",
        )


def _is_installed(model: str) -> bool:
    try:
        return bool(distribution(model))
    except (PackageNotFoundError, ValueError):
        return False
