"""Every setting of Beleg with its unit and default: the only reader of the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Literal

from dotenv import dotenv_values
from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError

from qa.errors import ConfigurationError

PREFIX = "BELEG_"
LogLevel = Literal["debug", "info", "warning", "error"]


class Settings(BaseModel):
    """Values only, read once, by `load_settings`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    home: Path = Field(
        default=Path("~/.beleg"), description="Folder for everything that is written."
    )
    host: str = Field(default="127.0.0.1", description="Address the server listens on.")
    port: int = Field(default=7860, ge=1, le=65535, description="Port the server listens on.")
    embedding: str = Field(
        default="bundled", description="`bundled`, a folder, or a hub id already in the cache."
    )
    max_upload_mb: int = Field(
        default=50, ge=1, description="Largest article file or request, in megabytes."
    )
    api_keys: SecretStr = Field(
        default=SecretStr(""), description="Keys that open the server: `NAME:KEY,NAME:KEY`."
    )
    requests_per_minute: int = Field(
        default=600, ge=0, description="Most requests of one API key in a minute; 0 for any number."
    )
    cors_origins: str = Field(
        default="",
        description="Sites whose pages may call the API: `https://a.example,https://b.example`.",
    )
    log_level: LogLevel = Field(
        default="warning", description="What is logged; with `info` a line for each request."
    )
    log_questions: bool = Field(
        default=False, description="Whether the log may hold the questions that are asked."
    )
    chat_model: str = Field(
        default="",
        description="Empty, or what LangChain's `init_chat_model` takes: `openai:gpt-4.1-mini`.",
    )
    chat_base_url: str = Field(
        default="", description="Address of an OpenAI-compatible or Ollama server of your own."
    )
    chat_api_key: SecretStr = Field(
        default=SecretStr(""), description="Key of the chat model's provider."
    )
    chat_timeout_seconds: int = Field(
        default=60, ge=1, description="Longest wait for a whole reply, in seconds."
    )
    chat_unsupported: Literal["removed", "marked"] = Field(
        default="removed", description="What happens to a sentence that no quote proves."
    )
    chat_nothing_supported: Literal["extractive", "none"] = Field(
        default="extractive", description="The kind of answer when no sentence is proved."
    )


@dataclass(frozen=True, slots=True)
class TraceExport:
    """Which OpenTelemetry exporter the OTEL_* variables ask for, and whether they name us."""

    exporter: str
    is_named: bool


def load_settings(
    overrides: Mapping[str, object] | None = None,
    environment: Mapping[str, str] | None = None,
    env_file: Path = Path(".env"),
) -> Settings:
    """Read the `.env` file, the environment and `overrides`; the later wins.

    Raises ConfigurationError for an unknown BELEG_* name (naming the nearest valid one) or a
    value of the wrong type.
    """
    found: dict[str, object] = {}
    from_file = dotenv_values(env_file) if env_file.is_file() else {}
    from_environment = os.environ if environment is None else environment
    for name, value in {**from_file, **from_environment}.items():
        if name.upper().startswith(PREFIX) and value is not None:
            found[_field_of(name)] = value
    found.update(overrides or {})
    try:
        settings = Settings(**found)  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        name = PREFIX + str(first["loc"][0]).upper()
        raise ConfigurationError(f"{name}={first['input']!r}: {first['msg']}") from error
    return settings.model_copy(update={"home": settings.home.expanduser().absolute()})


def _field_of(name: str) -> str:
    field = name.upper().removeprefix(PREFIX).lower()
    if field in Settings.model_fields:
        return field
    valid = [PREFIX + known.upper() for known in Settings.model_fields]
    nearest = get_close_matches(name.upper(), valid, n=1, cutoff=0.0)[0]
    raise ConfigurationError(f"{name} is not a setting; did you mean {nearest}?")


def trace_export(environment: Mapping[str, str] | None = None) -> TraceExport | None:
    """Return the exporter that OpenTelemetry's own variables ask for, or None.

    The SDK knows where to send; whether to send at all is decided here, because its own default
    is to try a collector on this machine.
    """
    found = os.environ if environment is None else environment
    asks = (
        "OTEL_TRACES_EXPORTER",
        "OTEL_EXPORTER_OTLP_ENDPOINT",
        "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
    )
    if found.get("OTEL_SDK_DISABLED", "").lower() == "true" or not any(map(found.get, asks)):
        return None
    exporter = found.get("OTEL_TRACES_EXPORTER") or "otlp"
    if exporter == "none":
        return None
    if exporter == "otlp":
        protocol = found.get("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL") or found.get(
            "OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"
        )
        exporter = "otlp_proto_http" if protocol.startswith("http") else "otlp_proto_grpc"
    names = (found.get("OTEL_SERVICE_NAME", ""), found.get("OTEL_RESOURCE_ATTRIBUTES", ""))
    return TraceExport(exporter, bool(names[0]) or "service.name=" in names[1])
