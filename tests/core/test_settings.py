"""What the site starts with: every wrong value is named, none is a traceback."""

import subprocess
import sys
from pathlib import Path

import pytest

from consult.core.paths import ROOT
from consult.settings import Settings, SettingsFault


def read(tmp_path: Path, **environ: str) -> Settings:
    """The settings of this environment."""
    return Settings.from_environment({"CONSULT_INSTANCE": str(tmp_path), **environ})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://db/consult"),
        ("DATABASE_URL", "consult.db"),
        ("DATABASE_URL", "postgresql://db:many/consult"),
        ("REDIS_URL", "memcached://cache"),
        ("REDIS_URL", "cache:6379"),
        ("REDIS_URL", "redis://cache:many"),
        ("CONSULT_PUBLIC_URL", "https://[::1"),
        ("CONSULT_PUBLIC_URL", "https://consult.example.ca:many"),
        ("CONSULT_PUBLIC_URL", "consult.example.ca"),
        ("CONSULT_PUBLIC_URL", "http://consult.example.ca"),
        ("SMTP_URL", "smtp://mail.example.ca:many"),
        ("SMTP_URL", "smtp://"),
        ("SMTP_URL", "mail.example.ca"),
        ("QUEUE_URL", "redis://[half"),
        ("HOST", "[half"),
        ("PORT", "many"),
        ("PORT", "0"),
        ("PORT", "\u00b2"),
    ],
)
def test_a_wrong_value_is_named_and_alone(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(SettingsFault) as caught:
        read(tmp_path, **{name: value})
    assert [line.partition(":")[0] for line in str(caught.value).splitlines()] == [name]


@pytest.mark.parametrize("name", ["DATABASE_URL", "REDIS_URL", "SMTP_URL", "QUEUE_URL"])
def test_a_passphrase_in_a_wrong_value_is_not_printed(tmp_path: Path, name: str) -> None:
    with pytest.raises(SettingsFault) as caught:
        read(tmp_path, **{name: "wrong://me:open-sesame@host/x"})
    assert "open-sesame" not in str(caught.value)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("postgres://me:secret@db/consult", "postgresql://me:secret@db/consult"),
        ("postgresql+psycopg://db/consult", "postgresql+psycopg://db/consult"),
        ("sqlite:////data/consult.db", "sqlite:////data/consult.db"),
    ],
)
def test_the_two_engines_are_taken(tmp_path: Path, given: str, kept: str) -> None:
    assert read(tmp_path, DATABASE_URL=given).database_url == kept


@pytest.mark.parametrize(
    ("host", "port", "address"),
    [
        ("", "", "http://127.0.0.1:8000"),
        ("::1", "", "http://[::1]:8000"),
        ("localhost", "8001", "http://localhost:8001"),
    ],
)
def test_the_public_address_is_made_of_host_and_port(tmp_path: Path, host: str, port: str, address: str) -> None:
    settings = read(tmp_path, HOST=host, PORT=port)
    assert settings.public_url == address
    assert (settings.host, settings.port) == (host or "127.0.0.1", int(port or 8000))


@pytest.mark.parametrize("command", [["app.py"], ["-m", "flask", "--app", "app", "consult", "check"]])
def test_a_start_that_fails_is_a_sentence(tmp_path: Path, command: list[str]) -> None:
    environ = {"CONSULT_INSTANCE": str(tmp_path), "DATABASE_URL": "mysql://db/consult"}
    ended = subprocess.run([sys.executable, *command], cwd=ROOT, env=environ, capture_output=True, text=True, check=False, timeout=60)
    assert ended.returncode == 1
    assert ended.stderr.startswith("DATABASE_URL: ")
    assert "Traceback" not in ended.stderr
