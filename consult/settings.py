"""Everything that can be configured, read once from the environment; a wrong value stops the start and is named."""

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from flask import current_app
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

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
    privacy_contact: str = ""  # whom people write to about their personal information
    host: str = "127.0.0.1"
    port: int = 8000
    demo_safe: bool = False
    jobs_inline: bool = False
    limits: bool = True
    page_cache: bool = True  # keep the pages that every visitor sees alike
    # A placeholder until the coalition names the site.
    site_name: Bilingual = field(default=Bilingual("Common Ground on Policing", "Terrain d’entente policier"))

    @property
    def https(self) -> bool:
        """The public address is https: cookies are Secure and HSTS is sent."""
        return urlsplit(self.public_url).scheme == "https"

    @property
    def local(self) -> bool:
        """The public address leads to this machine alone."""
        return urlsplit(self.public_url).hostname in LOOPBACK

    @property
    def behind_proxy(self) -> bool:
        """The site is https but listens to this machine alone: a proxy on it speaks to the world."""
        return self.https and self.host in LOOPBACK

    @property
    def queue_file(self) -> Path:
        """Where the embedded queue lives."""
        return self.instance / "queue.db"

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> "Settings":
        """Read the settings, make the instance folder and its secret where they are missing."""
        instance = Path(environ.get("CONSULT_INSTANCE", "") or ROOT / "instance").resolve()
        host, port = environ.get("HOST", "") or "127.0.0.1", environ.get("PORT", "") or "8000"
        public_url = environ.get("CONSULT_PUBLIC_URL", "") or f"http://{f'[{host}]' if ':' in host else host}:{port}"
        faults = list(_faults(environ, public_url, port))
        if faults:
            raise SettingsFault("\n".join(faults))
        instance.mkdir(parents=True, exist_ok=True)
        return cls(
            instance=instance,
            secret_key=environ.get("CONSULT_SECRET_KEY", "") or _kept_secret(instance / "secret_key"),
            database_url=_database_url(environ) or f"sqlite:///{instance / 'consult.db'}",
            public_url=public_url.rstrip("/"),
            queue_url=environ.get("QUEUE_URL", ""),
            redis_url=environ.get("REDIS_URL", ""),
            smtp_url=environ.get("SMTP_URL", ""),
            privacy_contact=environ.get("CONSULT_PRIVACY_CONTACT", "").strip(),
            host=host,
            port=int(port),
            demo_safe=environ.get("CONSULT_DEMO_SAFE", "").lower() in TRUE,
        )


def _faults(environ: Mapping[str, str], public_url: str, port: str) -> Iterator[str]:
    """Name every value that the site must not start with. Never show one that may hold a passphrase."""
    parts = _split(public_url)
    insecure = environ.get("CONSULT_INSECURE", "").lower() in TRUE
    # Whoever sets HOST or PORT alone is told about those: the public address is made of them.
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        if environ.get("CONSULT_PUBLIC_URL", ""):
            yield f"CONSULT_PUBLIC_URL: {public_url!r} is not a web address. Write it like https://consult.example.ca."
        elif _is_port(port):
            yield f"HOST: {environ.get('HOST', '')!r} is not an address to listen on."
    elif parts.scheme == "http" and parts.hostname not in LOOPBACK and not insecure:
        yield "CONSULT_PUBLIC_URL: an http address outside this machine is not safe. Use https, or set CONSULT_INSECURE=1 for a test."
    if not _is_port(port):
        yield f"PORT: {port!r} is not a port number."
    if not _is_database(_database_url(environ)):
        yield "DATABASE_URL: write it like postgresql://user:passphrase@db.example.ca/consult or sqlite:////folder/consult.db."
    smtp = _split(environ.get("SMTP_URL", ""))
    if environ.get("SMTP_URL", "") and (smtp.scheme not in {"smtp", "smtps"} or not smtp.hostname):
        yield "SMTP_URL: write it like smtp://user:passphrase@mail.example.ca:587 (or smtps://)."
    if environ.get("REDIS_URL", "") and _split(environ["REDIS_URL"]).scheme not in {"redis", "rediss"}:
        yield "REDIS_URL: write it like redis://cache.example.ca:6379/0 (or rediss://)."
    if environ.get("QUEUE_URL", "") and _split(environ["QUEUE_URL"]).scheme not in {"sqlite", "redis", "postgresql"}:
        yield "QUEUE_URL: write it like sqlite:///queue.db, redis://… or postgresql://…."


def _split(url: str) -> SplitResult:
    """The parts of an address; none of them where it is none (half an IPv6 address, a port that is no number)."""
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - reading it is what tells whether it is a number
    except ValueError:
        return SplitResult("", "", "", "", "")
    return parts


def _is_port(port: str) -> bool:
    """A TCP port, in plain digits."""
    return port.isascii() and port.isdigit() and 0 < int(port) < 65536  # noqa: PLR2004 - their range


def _database_url(environ: Mapping[str, str]) -> str:
    """The address of the database as SQLAlchemy reads it: providers still write postgres://."""
    url = environ.get("DATABASE_URL", "")
    return f"postgresql://{url.removeprefix('postgres://')}" if url.startswith("postgres://") else url


def _is_database(url: str) -> bool:
    """One of the two engines that the site is tested on, or nothing, for a file in the instance folder."""
    try:
        return not url or make_url(url).get_backend_name() in {"sqlite", "postgresql"}
    except (ArgumentError, ValueError):
        return False


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
