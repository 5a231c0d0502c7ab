"""A proxy is believed on the same machine, behind an https address, and nowhere else."""

from pathlib import Path

import pytest
from flask import Flask, request

from consult.core import proxies
from consult.settings import Settings

SAID = {"X-Forwarded-For": "198.51.100.1, 203.0.113.5", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "consult.example.ca"}


@pytest.mark.parametrize(
    ("public_url", "host", "expected"),
    [
        ("https://consult.example.ca", "127.0.0.1", "203.0.113.5 https consult.example.ca"),
        ("https://consult.example.ca", "::1", "203.0.113.5 https consult.example.ca"),
        ("https://consult.example.ca", "192.0.2.7", "127.0.0.1 http localhost"),
        ("http://127.0.0.1:8000", "127.0.0.1", "127.0.0.1 http localhost"),
    ],
)
def test_only_a_proxy_on_this_machine_is_believed(tmp_path: Path, public_url: str, host: str, expected: str) -> None:
    app = Flask("small")
    app.extensions["settings"] = Settings(
        instance=tmp_path, secret_key="a key for tests only", database_url="sqlite://", public_url=public_url, host=host
    )
    proxies.register(app)
    app.add_url_rule("/", view_func=lambda: f"{request.remote_addr} {request.scheme} {request.host}")
    assert app.test_client().get("/", headers=SAID).text == expected
