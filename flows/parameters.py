"""Settings as a parameter of a flow: an object in this process, JSON when a deployment or the UI starts the run."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema

from flows.settings import Settings, load_settings


def _loaded(given: Any) -> Any:
    """JSON overrides what the process that runs the flow finds in its newsmill.toml and environment."""
    return load_settings(**given) if isinstance(given, dict) else given


GivenSettings = Annotated[
    Settings | None,
    BeforeValidator(_loaded),
    WithJsonSchema({"type": "object", "title": "settings", "additionalProperties": True}),
]
