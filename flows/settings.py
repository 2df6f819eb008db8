"""Settings: defaults in code, overridden by `newsmill.toml`, then by the environment, then by the command line."""

from __future__ import annotations

import dataclasses
import os
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    PlainValidator,
    PositiveFloat,
    PositiveInt,
    ValidationError,
)
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
    TomlConfigSettingsSource,
)

from expectations.errors import UsageError
from flows.settings_checks import require_known, require_known_variables, require_range
from tasks.clean.options import CleanOptions
from tasks.dedupe.options import DedupeOptions
from tasks.enrich.aliases import read_aliases
from tasks.enrich.options import EnrichOptions
from tasks.enrich.pipelines import require_model
from tasks.ingest.options import IngestOptions
from tasks.ingest.web.options import FetchOptions
from warehouse.location import Location, located, use_storage
from warehouse.options import MaintainOptions

CONFIG = Path("newsmill.toml")


def _place(given: Any) -> Location:
    if isinstance(given, int | float | list | dict):
        raise ValueError("a path or a URL is wanted, in quotes")  # noqa: TRY004  (pydantic names what a ValueError says)
    return located(given)


Place = Annotated[Any, PlainValidator(_place), PlainSerializer(str)]
"""A `Location` in the settings: written as text, and as text in Prefect's UI."""


class Source(BaseModel):
    """A named source: its places, and how much of them is wanted."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    locations: list[str] = Field(min_length=1)
    """Paths, folders, globs and URLs."""
    max_pages: PositiveInt | None = None
    """Pages fetched from the web in one run; by default `fetch.max_pages`."""
    since: date | None = None
    """Pages that a feed or sitemap dates before this day are not fetched."""


def _as_table(given: object) -> object:
    """A source may be written as a list of its locations alone."""
    return {"locations": given} if isinstance(given, list) else given


@dataclasses.dataclass(frozen=True)
class DaskOptions:
    """The cluster whose workers run the stages with `runner = "dask"`."""

    address: str | None = None
    """Address of its scheduler, as `tcp://host:8786`; by default a cluster of `workers` processes on this machine."""


class Settings(BaseSettings):
    """Everything that a run can be told; `docs/settings.md` is made from this class."""

    model_config = SettingsConfigDict(
        env_prefix="NEWSMILL_",
        env_nested_delimiter="__",
        extra="forbid",
        frozen=True,
        nested_model_default_partial_update=True,
    )

    warehouse: Place = Field(
        Path("warehouse/data"),
        description="Where the warehouse lies: a folder, or `s3://BUCKET/PREFIX` of an object store.",
    )
    storage: dict[str, Any] = Field(
        default_factory=dict,
        repr=False,
        exclude=True,
        description="Options of the object store's file system, as `s3fs` takes them (`endpoint_url`, `key`, `secret`, "
        "`profile`, `anon`, …); by default it is reached as the environment says (`AWS_ENDPOINT_URL`, "
        "`AWS_ACCESS_KEY_ID`, …).",
    )
    sources: dict[str, Annotated[Source, BeforeValidator(_as_table)]] = Field(
        default_factory=dict,
        description="Named sources: a name and its paths, folders, globs and URLs; or a table with `locations`, "
        "`max_pages` and `since`. See sources.md.",
    )
    runner: Literal["processes", "threads", "dask"] = Field(
        "processes",
        description="Where the stages' code runs: `processes` (all cores, and a page that kills one stops nobody), "
        "`threads` of the flow's own process (for debugging), or `dask` (the workers of a cluster, see scale.md).",
    )
    workers: PositiveInt = Field(
        default_factory=lambda: os.cpu_count() or 1, description="Batches worked on at a time; by default one per core."
    )
    batch_seconds: PositiveFloat = Field(
        900.0, description="Seconds after which a batch's worker is stopped; its pages are then cleaned one by one."
    )
    page_seconds: PositiveFloat = Field(
        60.0, description="Seconds after which a page that is cleaned alone is stopped and goes to quarantine."
    )
    lock_wait_seconds: float = Field(
        3600.0, ge=0, description="Seconds to wait for another run that is writing to the same warehouse."
    )
    max_refused_share: float = Field(
        0.5,
        ge=0,
        le=1,
        description="Share of what was read that may go to quarantine before the run stops unpublished.",
    )
    min_refused_inputs: PositiveInt = Field(
        20, description="Below this many pages and records read, `max_refused_share` is not applied."
    )
    drift: Literal["report", "stop"] = Field(
        "report",
        description="What becomes of a run whose volume or rates lie far from those of earlier runs over the same "
        "sources (report.md says what far is): `report` publishes it and says so, `stop` does not publish it.",
    )
    max_retries: PositiveInt = Field(
        3, description="Times that `newsmill quarantine retry` reads the same bytes of a page again, unless --force."
    )
    aliases: Path | None = Field(
        None,
        description="File of names and the open identifiers they stand for: CSV or Parquet with the columns "
        "`alias`, `id`, `type` and, optionally, `prior` (how likely the name means this one, when it has several "
        "rows) and `name` (the canonical one).",
    )
    data_docs_url: str | None = Field(
        None,
        description="Address at which the folder `data-docs` of the warehouse is served, for links in the Prefect UI.",
    )
    fetch: FetchOptions = Field(default_factory=FetchOptions, description="Fetching from the web.")
    ingest: IngestOptions = Field(default_factory=IngestOptions, description="Reading inputs.")
    clean: CleanOptions = Field(default_factory=CleanOptions, description="Cutting pages into articles.")
    dedupe: DedupeOptions = Field(default_factory=DedupeOptions, description="Finding copies.")
    enrich: EnrichOptions = Field(default_factory=EnrichOptions, description="Finding entities and quotes.")
    dask: DaskOptions = Field(
        default_factory=DaskOptions, description='The cluster whose workers run the stages with `runner = "dask"`.'
    )
    maintain: MaintainOptions = Field(
        default_factory=MaintainOptions, description="What `newsmill maintain` keeps, and for how long."
    )

    def enrich_options(self) -> EnrichOptions:
        """The options of enrich with the table of `aliases` read into them.

        Raises:
            NewsmillError: the table is missing, unreadable or lacks a column.
            UsageError: spaCy or a pipeline of `enrich.model` or `enrich.models` is not installed.
        """
        for model in self.enrich.pipelines():
            require_model(model)
        if self.aliases is None:
            return self.enrich
        return dataclasses.replace(self.enrich, aliases=(*self.enrich.aliases, *read_aliases(self.aliases)))

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        del dotenv_settings, file_secret_settings
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


SECTIONS = {
    "fetch": FetchOptions,
    "ingest": IngestOptions,
    "clean": CleanOptions,
    "dedupe": DedupeOptions,
    "enrich": EnrichOptions,
    "maintain": MaintainOptions,
    "dask": DaskOptions,
}
"""The settings that are groups of options, with what these are."""


def load_settings(config: Path | None = None, **overrides: Any) -> Settings:
    """Settings from a file, the environment and the overrides.

    The file is the one given, else what NEWSMILL_CONFIG names, else the `newsmill.toml` of this folder if there is one.

    Raises:
        UsageError: the file is missing or no TOML, or a setting is unknown or has an impossible value.
    """
    config = config or (Path(named) if (named := os.environ.get("NEWSMILL_CONFIG")) else None)
    path = config or CONFIG
    if config is not None and not config.is_file():
        raise UsageError(f"there is no settings file {config}", "Give --config the path of a newsmill.toml.")
    require_known(path, SECTIONS)
    require_known_variables(os.environ, Settings.model_fields)

    class Configured(Settings):
        model_config = SettingsConfigDict(toml_file=path)

    try:
        settings = Configured(**{name: value for name, value in overrides.items() if value is not None})
    except SettingsError as error:
        raise UsageError(
            f"a setting cannot be used: {error}",
            "Write a whole section of the environment as JSON, or name each setting: NEWSMILL_CLEAN__MIN_WORDS=30.",
        ) from error
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']} (got {e['input']!r})" for e in error.errors())
        raise UsageError(
            f"a setting cannot be used: {faults}",
            f"Correct it in {path} or in the environment (NEWSMILL_…); docs/settings.md lists all settings.",
        ) from error
    for section in SECTIONS:
        require_range(section, getattr(settings, section))
    if settings.storage:
        use_storage(settings.storage)
    return settings
