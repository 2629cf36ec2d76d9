"""Every setting of Beleg with its unit and default: the only reader of the environment."""

import os
from collections.abc import Mapping
from difflib import get_close_matches
from ipaddress import ip_address
from pathlib import Path
from typing import Literal

from dotenv import dotenv_values
from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError

from qa.errors import ConfigurationError

PREFIX = "BELEG_"


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


def load_settings(
    overrides: Mapping[str, object] | None = None,
    environment: Mapping[str, str] | None = None,
    env_file: Path = Path(".env"),
) -> Settings:
    """Read the `.env` file, the environment and `overrides`; the later wins.

    Raises ConfigurationError for an unknown BELEG_* name (naming the nearest valid one), a value
    of the wrong type, or a host that others can reach.
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
    _refuse_open_host(settings.host)
    return settings.model_copy(update={"home": settings.home.expanduser().absolute()})


def _field_of(name: str) -> str:
    field = name.upper().removeprefix(PREFIX).lower()
    if field in Settings.model_fields:
        return field
    valid = [PREFIX + known.upper() for known in Settings.model_fields]
    nearest = get_close_matches(name.upper(), valid, n=1, cutoff=0.0)[0]
    raise ConfigurationError(f"{name} is not a setting; did you mean {nearest}?")


def _refuse_open_host(host: str) -> None:
    if host == "localhost":
        return
    try:
        is_loopback = ip_address(host).is_loopback
    except ValueError:
        is_loopback = False
    if not is_loopback:
        raise ConfigurationError(
            f"BELEG_HOST={host!r} would let others in, and Beleg does not check API keys yet: "
            "use 127.0.0.1 and put a proxy that checks them in front"
        )
