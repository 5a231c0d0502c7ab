"""Texts that wait for a sign-in: written before there was one, or after it had ended. Nothing typed is lost on the way.

The browser keeps a key, the site only a hash of it with the place the text belongs to: one text a page, whatever its language.
"""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, ParamSpec, TypeVar

import sqlalchemy as sa
from flask import Flask, Response, g, request, session
from sqlalchemy.orm import Mapped, mapped_column

from consult.core import clock
from consult.core.addresses import own_path
from consult.core.db import Model, db
from consult.core.i18n import page_at

KEPT_FOR = timedelta(days=7)
FIRST_REFUSAL = 400
SESSION = "draft"
NEVER_KEPT = ("csrf_token", "passphrase")
NEVER_WAITS = "never_waits"

P = ParamSpec("P")
R = TypeVar("R")


class Draft(Model):
    """The fields of one form that waits."""

    __tablename__ = "drafts"

    key_hash: Mapped[str] = mapped_column(primary_key=True)
    fields: Mapped[dict[str, list[str]]] = mapped_column(sa.JSON)
    written_at: Mapped[datetime] = mapped_column(index=True)


def register(app: Flask) -> None:
    """Forget a text once it is sent: in the transaction that sends it, so that a refusal keeps it."""

    @app.after_request
    def forget_what_was_sent(response: Response) -> Response:
        is_sent = request.method == "POST" and response.status_code < FIRST_REFUSAL and g.get("token_is_good")
        key = _held().get("key")
        if is_sent and key and not g.get("draft_is_kept"):
            db.session.execute(sa.delete(Draft).where(Draft.key_hash == _hash(key)))
            session[SESSION] = {"key": key}
        return response


def keep() -> None:
    """Keep what was posted here, and remember where."""
    now = clock.now()
    key = _held().get("key") or secrets.token_urlsafe(32)
    fields = {name: values for name, values in request.form.lists() if not any(word in name for word in NEVER_KEPT)}
    db.session.merge(Draft(key_hash=_hash(key), fields=fields, written_at=now))
    session[SESSION] = {"key": key, "path": request.path}
    g.draft_is_kept = True


def never_waits(view: Callable[P, R]) -> Callable[P, R]:
    """Mark a view whose form is never kept, not even for a sign-in: what it asks is nobody's to store in plain words."""
    setattr(view, NEVER_WAITS, True)
    return view


def may_wait(view: Callable[..., Any] | None) -> bool:
    """What was posted to this view may be kept until its author has signed in."""
    return not getattr(view, NEVER_WAITS, False)


def forget_old(now: datetime) -> None:
    """Delete the texts that have waited as long as people were told."""
    db.session.execute(sa.delete(Draft).where(Draft.written_at <= now - KEPT_FOR))


def waiting() -> dict[str, list[str]] | None:
    """What this browser wrote on this very page, in either language, and has not sent. One SELECT, only where it wrote anything."""
    key = _held().get("key")
    if not key or request.method != "GET":
        return None
    found: dict[str, list[str]] | None = db.session.scalar(sa.select(Draft.fields).where(Draft.key_hash == _hash(key)))
    return found


def waiting_text() -> dict[str, list[str]] | None:
    """What this browser wrote last, asked for on another page than its own."""
    key, page = _held().get("key"), page_at(waiting_path() or "")
    if not key or page is None:
        return None
    found: dict[str, list[str]] | None = db.session.scalar(sa.select(Draft.fields).where(Draft.key_hash == _hash(key, *page)))
    return found


def keep_on() -> None:
    """Sent from another page: what waits goes on waiting where it does."""
    g.draft_is_kept = True


def forget() -> None:
    """That text was sent, from another page than its own."""
    key, page = _held().get("key"), page_at(waiting_path() or "")
    if key and page is not None:
        db.session.execute(sa.delete(Draft).where(Draft.key_hash == _hash(key, *page)))
    session.pop(SESSION, None)
    keep_on()


def waiting_path() -> str | None:
    """The page where the latest text waits: the place to go after signing in."""
    return own_path(_held().get("path"))


def _held() -> dict[str, str]:
    """What this browser holds: its key, and where it wrote last."""
    held = session.get(SESSION)
    return held if isinstance(held, dict) else {}


def _hash(key: str, endpoint: str | None = None, arguments: dict[str, Any] | None = None) -> str:
    """The key and the place: an endpoint with its arguments (those asked for now, where none are given), without language and slug."""
    given = (request.view_args or {}) if arguments is None else arguments
    kept = {name: value for name, value in given.items() if name not in {"lang", "slug"}}
    place = "&".join([endpoint or str(request.endpoint), *(f"{name}={value}" for name, value in sorted(kept.items()))])
    return sha256(f"{key}\n{place}".encode()).hexdigest()
