"""Everything that can be configured, read once from the environment; a wrong value stops the start and is named."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from flask import current_app

from consult.core.bilingual import Bilingual
from consult.core.paths import ROOT

LOOPBACK = {"127.0.0.1", "localhost", "::1"}
TRUE = {"1", "true", "yes", "on"}


class SettingsFault(Exception):
    """The environment holds values that the site cannot start with; the message lists every one."""


@dataclass(frozen=True)
class Settings:
    """The settings of one running site. Tests build it directly, the rest by `from_environment`."""

    instance: Path
    secret_key: str
    database_url: str
    public_url: str = "http://127.0.0.1:8000"
    queue_url: str = ""
    redis_url: str = ""  # limits shared by several machines; in this process where it is empty
    smtp_url: str = ""
    host: str = "127.0.0.1"
    port: int = 8000
    demo_safe: bool = False
    jobs_inline: bool = False
    limits: bool = True
    # A placeholder until the coalition names the site.
    site_name: Bilingual = field(default=Bilingual("Common Ground on Policing", "Terrain d’entente policier"))

    @property
    def https(self) -> bool:
        """The public address is https: cookies are Secure and HSTS is sent."""
        return urlsplit(self.public_url).scheme == "https"

    @property
    def queue_file(self) -> Path:
        """Where the embedded queue lives."""
        return self.instance / "queue.db"

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> "Settings":
        """Read the settings, make the instance folder and its secret where they are missing."""
        instance = Path(environ.get("CONSULT_INSTANCE", "") or ROOT / "instance").resolve()
        host, port = environ.get("HOST", "127.0.0.1"), environ.get("PORT", "8000")
        public_url = environ.get("CONSULT_PUBLIC_URL", "") or f"http://{host}:{port}"
        faults = list(_faults(environ, public_url, port))
        if faults:
            raise SettingsFault("\n".join(faults))
        instance.mkdir(parents=True, exist_ok=True)
        return cls(
            instance=instance,
            secret_key=environ.get("CONSULT_SECRET_KEY", "") or _kept_secret(instance / "secret_key"),
            database_url=environ.get("DATABASE_URL", "") or f"sqlite:///{instance / 'consult.db'}",
            public_url=public_url.rstrip("/"),
            queue_url=environ.get("QUEUE_URL", ""),
            redis_url=environ.get("REDIS_URL", ""),
            smtp_url=environ.get("SMTP_URL", ""),
            host=host,
            port=int(port),
            demo_safe=environ.get("CONSULT_DEMO_SAFE", "").lower() in TRUE,
        )


def _faults(environ: Mapping[str, str], public_url: str, port: str) -> list[str]:
    """Name every value that the site must not start with."""
    faults = []
    parts = urlsplit(public_url)
    insecure = environ.get("CONSULT_INSECURE", "").lower() in TRUE
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        faults.append(f"CONSULT_PUBLIC_URL: {public_url!r} is not a web address. Write it like https://consult.example.ca.")
    elif parts.scheme == "http" and parts.hostname not in LOOPBACK and not insecure:
        faults.append(
            "CONSULT_PUBLIC_URL: an http address outside this machine is not safe. Use https, or set CONSULT_INSECURE=1 for a test."
        )
    if not port.isdigit() or not 0 < int(port) < 65536:  # noqa: PLR2004 - the range of TCP ports
        faults.append(f"PORT: {port!r} is not a port number.")
    smtp = environ.get("SMTP_URL", "")
    if smtp and urlsplit(smtp).scheme not in {"smtp", "smtps"}:
        faults.append("SMTP_URL: write it like smtp://user:passphrase@mail.example.ca:587 (or smtps://).")
    queue = environ.get("QUEUE_URL", "")
    if queue and urlsplit(queue).scheme not in {"sqlite", "redis", "postgresql"}:
        faults.append("QUEUE_URL: write it like sqlite:///queue.db, redis://… or postgresql://….")
    return faults


def _kept_secret(path: Path) -> str:
    """Read the secret key, or make it once, readable by its owner alone."""
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48), encoding="utf-8")
    return path.read_text(encoding="utf-8").strip()


def current() -> Settings:
    """The settings of the running app."""
    settings: Settings = current_app.extensions["settings"]
    return settings
