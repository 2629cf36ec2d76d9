"""Settings come from the environment and `.env`, and wrong ones say what is right."""

from pathlib import Path

import pytest

from qa.errors import ConfigurationError
from qa.settings import load_settings

NOWHERE = Path("no.env")


def test_the_environment_wins_over_the_file_and_the_caller_over_both(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("BELEG_PORT=1111\nBELEG_EMBEDDING=from-file\nOTHER=1\n")
    settings = load_settings({"home": tmp_path}, {"BELEG_PORT": "2222", "BELEG_HOME": "x"}, file)
    assert (settings.port, settings.embedding, settings.home) == (2222, "from-file", tmp_path)


def test_the_home_is_absolute() -> None:
    assert load_settings({}, {}, NOWHERE).home == Path.home() / ".beleg"


def test_an_unknown_name_is_told_the_nearest() -> None:
    with pytest.raises(ConfigurationError, match=r"BELEG_PROT is not a setting.*BELEG_PORT"):
        load_settings({}, {"BELEG_PROT": "1"}, NOWHERE)


@pytest.mark.parametrize("value", ["no", "0", "70000", ""])
def test_a_wrong_value_is_named(value: str) -> None:
    with pytest.raises(ConfigurationError, match="BELEG_PORT"):
        load_settings({}, {"BELEG_PORT": value}, NOWHERE)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "::1", "localhost"])
def test_the_host_is_kept(host: str) -> None:
    assert load_settings({"host": host}, {}, NOWHERE).host == host


def test_a_secret_is_not_shown() -> None:
    settings = load_settings({}, {"BELEG_API_KEYS": "bot:a-long-secret-key"}, NOWHERE)
    assert "a-long-secret-key" not in repr(settings)
