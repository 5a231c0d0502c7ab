"""Who is asking: a token in the signed cookie, its sign-in in the database, where the server can end it.

The cookie holds the token and the moment the browser was last heard of, nothing else of the person. Idle time lives in the
cookie alone, because a page that is only read writes nothing.
"""

from datetime import UTC, datetime, timedelta

from flask import Flask, g, session
from flask_login import LoginManager, current_user, login_user, logout_user

from consult.accounts import queries, rules
from consult.accounts.models import LoginSession, User
from consult.core import clock, drafts, tokens
from consult.core.db import db

TOKEN = "_user_id"  # noqa: S105 - the key under which Flask-Login looks
SEEN = "seen"
# What was begun before signing in and is finished after: where a text waits.
KEPT = (drafts.SESSION,)
# Saying "still here" once a minute is enough, and spares most answers a cookie.
HEARD_EVERY = timedelta(minutes=1)


def register(app: Flask) -> None:
    """Let Flask-Login find the person of a request."""
    app.config["PERMANENT_SESSION_LIFETIME"] = rules.PARTICIPANT.longest
    app.config["SESSION_REFRESH_EACH_REQUEST"] = False
    manager = LoginManager(app)
    # Its own protection compares addresses and browser names; a phone changes the first all day, and we keep neither.
    manager.session_protection = None
    manager.user_loader(_find)


def current_actor() -> User | None:
    """Whoever is signed in, or nobody. One SELECT, once a request."""
    return current_user._get_current_object() if current_user.is_authenticated else None  # noqa: SLF001 - the only way past the proxy


def current_login() -> LoginSession | None:
    """The sign-in that this browser uses."""
    return g.get("login") if current_user.is_authenticated else None


def start_session(user: User, *, shared: bool = False) -> None:
    """Sign a person in here: a new token, and nothing of the cookie that was there before. On a `shared` computer it ends with the browser.

    What this browser wrote before is theirs from now on.
    """
    _revoke_login()
    drafts.hand_over_here(user.id)
    now, token = clock.now(), tokens.fresh()
    login = new_login(user, token, now)
    db.session.add(login)
    waiting = {name: session[name] for name in KEPT if name in session}
    login_user(user)
    session.clear()  # also what Flask-Login has just noted: a hash of the address and of the browser's name
    session.permanent = not shared
    session.update(waiting, **carried(token, now))
    g.login = login


def end_session() -> None:
    """Sign out: the server forgets the token before the browser does."""
    _revoke_login()
    logout_user()
    session.clear()


def new_login(user: User, token: str, now: datetime) -> LoginSession:
    """The server's half of a sign-in."""
    until = now + rules.allowance(user).longest
    return LoginSession(token_hash=tokens.fingerprint(token), user_id=user.id, created_at=now, expires_at=until)


def carried(token: str, now: datetime) -> dict[str, str | int]:
    """The browser's half: what the cookie holds."""
    return {TOKEN: token, SEEN: int(now.timestamp())}


def _find(token: str) -> User | None:
    """The person of this request; nobody where the sign-in was ended, is over, or the browser was silent for too long."""
    login, now = queries.login(token), clock.now()
    seen = datetime.fromtimestamp(session.get(SEEN, 0), UTC)
    if login is None or not rules.is_live(login, now) or rules.is_idle(login.user, seen, now):
        session.pop(TOKEN, None)
        if login is not None:
            drafts.end_of(login.user_id)
        return None
    if now - seen >= HEARD_EVERY:
        session[SEEN] = int(now.timestamp())
    g.login = login
    return login.user


def _revoke_login() -> None:
    """End the sign-in that this browser uses, if any."""
    login = current_login()
    if login is not None:
        login.revoked_at = clock.now()
