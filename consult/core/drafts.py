"""Texts that are not sent yet: what a person left for later, and what waits for a sign-in. Nothing typed is lost on the way.

A text belongs to whoever wrote it: to an account, on any device; or to a browser, which keeps a key of which the site has only a hash.
It stands at the page it was written for: one text a page, whatever the language. Nobody else reads it, at any address.
"""

import hmac
import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, ParamSpec, TypeVar, cast

import sqlalchemy as sa
from flask import Flask, Response, g, request, session
from flask_login import current_user
from flask_wtf.csrf import validate_csrf
from sqlalchemy import ColumnElement
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.datastructures import MultiDict
from wtforms.validators import ValidationError

from consult.core import clock
from consult.core.addresses import own_path
from consult.core.db import Model, db, insert_unless_there
from consult.core.i18n import has_page, page_at
from consult.settings import current

KEPT_FOR = timedelta(days=7)  # of a browser
KEPT_FOR_A_PERSON = timedelta(days=30)
MOST_LISTED = 50
FIRST_REFUSAL = 400
MOST_OF_A_PERSON = 200
SESSION = "draft"
ENDED, ENDED_FORMS = "ended", "ended_forms"  # whose sign-in was over here, and the secret of the forms that they had open
FORMS = "csrf_token"
NEVER_KEPT = ("csrf_token", "passphrase")
BUTTONS = frozenset({"send", "keep", "once", "shown"})  # what was pressed, and on which page, is no part of a text
NEVER_WAITS = "never_waits"

Fields = dict[str, list[str]]
P = ParamSpec("P")
R = TypeVar("R")


class Draft(Model):
    """The fields of one form that waits."""

    __tablename__ = "drafts"

    key_hash: Mapped[str] = mapped_column(primary_key=True)  # of its holder and its place
    user_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"), index=True)
    holder_hash: Mapped[str | None] = mapped_column(index=True)  # of the browser that holds it, where no account does
    claim: Mapped[str | None] = mapped_column(index=True)  # whoever follows the mailed link with this word takes it over
    path: Mapped[str | None]  # of the page it was written for
    fields: Mapped[Fields] = mapped_column(sa.JSON)
    written_at: Mapped[datetime] = mapped_column(index=True)


def register(app: Flask) -> None:
    """Forget a text once it is sent: in the transaction that sends it, so that a refusal keeps it. And let forms say whose they are."""
    app.jinja_env.globals["holder_mark"] = holder_mark

    @app.after_request
    def forget_what_was_sent(response: Response) -> Response:
        is_sent = request.method == "POST" and response.status_code < FIRST_REFUSAL and g.get("token_is_good")
        if is_sent and not g.get("draft_is_kept") and has_page(str(request.endpoint)):
            _delete(request.path, fields_of(request.form))
        return response


def keep() -> None:
    """Keep what was posted here, and remember where."""
    keep_text(request.path, request.form)
    held = {name: value for name, value in _held().items() if name != "of"}
    ended = _whose_sign_in_ended()
    session[SESSION] = {**held, "path": request.path, **({"of": str(ended)} if ended and _person() is None else {})}


def keep_text(path: str, typed: MultiDict[str, str]) -> None:
    """Keep what belongs to the page at this path of the site, in place of what was kept for it before."""
    person, fields = _person(), fields_of(typed)
    if person is None and "key" not in _held():
        session[SESSION] = {**_held(), "key": secrets.token_urlsafe(32)}
    key_hash = _key_hash(path)
    kept = {"path": path, "fields": fields, "written_at": clock.now(), "claim": None}  # who joined before does not get it by their link
    owner = person or _whose_sign_in_ended()
    holder = {"user_id": owner, "holder_hash": None if person else _browser()}
    if key_hash and person is None:
        _put_aside(key_hash, owner)
    if key_hash and not insert_unless_there(Draft, key_hash=key_hash, **holder, **kept):
        db.session.execute(sa.update(Draft).where(Draft.key_hash == key_hash).values(**holder, **kept))
    g.draft_is_kept = True


def has_room(path: str) -> bool:
    """One more text, on this page, is not too many for this person."""
    person = _person()
    if person is None or text_at(path) is not None:
        return True
    count = db.session.scalar(sa.select(sa.func.count()).select_from(Draft).where(Draft.user_id == person))
    return (count or 0) < MOST_OF_A_PERSON


def end_of(user_id: int) -> None:
    """A sign-in is over in this browser. What its forms still send is this person’s; forms opened later have another secret."""
    if FORMS in session:
        session[ENDED], session[ENDED_FORMS] = user_id, session.pop(FORMS)


def is_of_an_ended_sign_in(token: str | None) -> bool:
    """The form was opened by the person whose sign-in is over here."""
    if ENDED_FORMS not in session:
        return False
    try:
        validate_csrf(token, token_key=ENDED_FORMS)
    except ValidationError:
        return False
    return True


def fields_of(typed: MultiDict[str, str]) -> Fields:
    """What is kept of a form: everything but secrets and buttons."""
    return {name: values for name, values in typed.lists() if name not in BUTTONS and not any(word in name for word in NEVER_KEPT)}


def never_waits(view: Callable[P, R]) -> Callable[P, R]:
    """Mark a view whose form is never kept, not even for a sign-in: what it asks is nobody's to store in plain words."""
    setattr(view, NEVER_WAITS, True)
    return view


def may_wait(view: Callable[..., Any] | None) -> bool:
    """What was posted to this view may be kept until its author has signed in."""
    return not getattr(view, NEVER_WAITS, False)


def forget_old(now: datetime) -> None:
    """Delete the texts that have waited as long as people were told."""
    of_browsers = sa.and_(Draft.user_id.is_(None), Draft.written_at <= now - KEPT_FOR)
    db.session.execute(sa.delete(Draft).where(of_browsers | (Draft.written_at <= now - KEPT_FOR_A_PERSON)))


def waiting() -> Fields | None:
    """What this person or this browser wrote on this very page, in either language, and has not sent."""
    return text_at(request.path) if request.method == "GET" else None


def text_at(path: str) -> Fields | None:
    """The same, asked for on another page than its own. One SELECT, only where somebody may have written anything."""
    key_hash = _key_hash(path)
    if key_hash is None:
        return None
    found: Fields | None = db.session.scalar(sa.select(Draft.fields).where(Draft.key_hash == key_hash))
    return found


def latest_path_here() -> str | None:
    """The page of the text that this browser wrote last."""
    return own_path(_held().get("path"))


def latest_path() -> str | None:
    """The same, or that of the person's latest one on another device."""
    path, person = latest_path_here(), _person()
    if path is not None or person is None:
        return path
    return own_path(next((draft.path for draft in of_person(person)), None))


def of_person(user_id: int) -> Sequence[Draft]:
    """All texts of a person that wait, the newest first."""
    newest = sa.select(Draft).where(Draft.user_id == user_id).order_by(Draft.written_at.desc(), Draft.key_hash)
    return db.session.scalars(newest.limit(MOST_LISTED)).all()


def keep_on() -> None:
    """Sent from another page: what waits goes on waiting where it does."""
    g.draft_is_kept = True


def forget(path: str, sent: Fields | None = None) -> None:
    """The text of this page was sent, from another page; or nothing is left of it. A newer one than was sent goes on waiting."""
    _delete(path, sent)
    keep_on()


def delete(user_id: int, key_hash: str) -> None:
    """Throw away one of this person's texts."""
    db.session.execute(sa.delete(Draft).where(Draft.user_id == user_id, Draft.key_hash == key_hash))


def claim_texts() -> str:
    """Mark the texts of this browser for whoever follows the link that is mailed next; '' where it can have none."""
    if "key" not in _held():
        return ""
    claim = secrets.token_urlsafe(16)
    db.session.execute(sa.update(Draft).where(Draft.holder_hash == _browser()).values(claim=claim))
    return claim


def hand_over_claimed(user_id: int, claim: str | None) -> None:
    """The link was followed: the texts are of the person it was mailed to."""
    if claim:
        _hand_over(user_id, Draft.claim == claim)


def hand_over_here(user_id: int) -> None:
    """Somebody has signed in: what this browser wrote before is theirs from now on, and the browser needs no key any more."""
    held = _held()
    latest = latest_path_here()
    if held.get("of", str(user_id)) != str(user_id):
        latest = None
    if "key" in held:
        _hand_over(user_id, (Draft.holder_hash == _browser()) | (Draft.key_hash == _key_hash(latest or "", of_browser=True)), latest)
    session.pop(SESSION, None)
    if latest:
        session[SESSION] = {"path": latest}


def _hand_over(user_id: int, which: ColumnElement[bool], latest: str | None = None) -> None:
    """Oldest first: of two texts for one page the newer one stands there, and the other one is kept in the list.

    What somebody wrote whose sign-in ended here is handed to nobody else.
    """
    of_no_other = Draft.user_id.is_(None) | (Draft.user_id == user_id)
    for draft in db.session.scalars(sa.select(Draft).where(of_no_other, which).order_by(Draft.written_at)).all():
        draft.path = draft.path or latest
        place = account_key(user_id, draft.path or "")
        there = db.session.get(Draft, place)
        if there is not None and _words(there) == _words(draft):
            db.session.delete(there)
        elif there is not None:
            there.key_hash = secrets.token_hex(32)
        db.session.flush()
        draft.key_hash, draft.user_id, draft.holder_hash, draft.claim = place, user_id, None, None
        db.session.flush()


def _words(draft: Draft) -> Fields | list[str]:
    """What somebody wrote: the same text with another answer beside it is no other text."""
    return _body(draft.fields) or draft.fields


def _body(fields: Fields) -> list[str]:
    return [text.replace("\r\n", "\n").strip() for text in fields.get("body", ())]


def bring_back(user_id: int, key_hash: str) -> str | None:
    """Put a text of this person to the page it was written for, and say which; what stands there meanwhile goes to the list."""
    draft = db.session.scalar(sa.select(Draft).where(Draft.user_id == user_id, Draft.key_hash == key_hash))
    path = own_path(draft.path) if draft else None
    if draft is None or path is None:
        return None
    place = account_key(user_id, path)
    there = db.session.get(Draft, place)
    if there is not None and there is not draft:
        there.key_hash = secrets.token_hex(32)
        db.session.flush()
    draft.key_hash = place
    return path


def account_key(user_id: int, path: str) -> str:
    """Where the text of this person for this page is kept."""
    return _hash(f"user {user_id}", *_place(path))


def _delete(path: str, sent: Fields | None = None) -> None:
    """Forget the text of this page; where it says what was `sent`, only if that is what stands there."""
    key_hash = _key_hash(path)
    if sent is not None:
        there = text_at(path)
        if there is not None and _body(there) != _body(sent):
            return
        key_hash = key_hash if there is not None else None  # nothing was kept: nothing to write
    if key_hash is not None:
        db.session.execute(sa.delete(Draft).where(Draft.key_hash == key_hash))
    held = _held()
    if "path" in held and _place(held["path"]) == _place(path):
        session[SESSION] = {name: value for name, value in held.items() if name != "path"}


def holder_mark() -> str:
    """What a device calls the person whose texts it keeps (static/js/modules/kept.js): nobody can tell the account; '' for visitors."""
    person = _person()
    return "" if person is None else hmac.new(current().secret_key.encode(), f"copies of {person}".encode(), sha256).hexdigest()[:16]


def _whose_sign_in_ended() -> int | None:
    """Who had opened the form that was sent here, where their sign-in is over meanwhile."""
    ended: int | None = session.get(ENDED)
    return ended if ended is not None and is_of_an_ended_sign_in(request.form.get(FORMS)) else None


def _put_aside(key_hash: str, owner: int | None) -> None:
    """What somebody else wrote for the same page in this browser does not make room for this: it stays theirs."""
    of_another = Draft.user_id.is_not(None) if owner is None else sa.or_(Draft.user_id.is_(None), Draft.user_id != owner)
    db.session.execute(sa.update(Draft).where(Draft.key_hash == key_hash, of_another).values(key_hash=secrets.token_hex(32)))


def _person() -> int | None:
    """The account of whoever is signed in."""
    return int(current_user.id) if current_user.is_authenticated else None


def _held() -> dict[str, str]:
    """What this browser holds: its key while nobody is signed in, and where it wrote last."""
    held = session.get(SESSION)
    return held if isinstance(held, dict) else {}


def _browser() -> str:
    return sha256(_held()["key"].encode()).hexdigest()


def _key_hash(path: str, *, of_browser: bool = False) -> str | None:
    """Where the text of this page is kept; None where there can be none."""
    person, place = None if of_browser else _person(), _place(path)
    holder = f"user {person}" if person is not None else _held().get("key")
    return _hash(holder, *place) if holder and place else None


def _place(path: str) -> tuple[str, Mapping[str, Any]] | tuple[()]:
    """The page: an endpoint with its arguments, without language and slug."""
    return cast("tuple[str, Mapping[str, Any]] | tuple[()]", page_at(path) or ())


def _hash(holder: str, endpoint: str = "", arguments: Mapping[str, Any] | None = None) -> str:
    kept = {name: value for name, value in (arguments or {}).items() if name not in {"lang", "slug"}}
    place = "&".join([endpoint, *(f"{name}={value}" for name, value in sorted(kept.items()))])
    return sha256(f"{holder}\n{place}".encode()).hexdigest()
