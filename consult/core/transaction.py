"""One transaction a request: committed once, at its end, and only where the answer is not a refusal."""

from collections.abc import Callable
from contextvars import Token

from flask import Flask, Response, g, request

from consult.core import clock
from consult.core.db import db, writing
from consult.core.errors import Expired

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
FIRST_REFUSAL = 400
_AFTER = "after_commit"


def register(app: Flask) -> None:
    """Decide at the start of a request whether it may write, and settle its changes at the end."""

    @app.before_request
    def open_transaction() -> None:
        g.writing_token = writing.set(request.method not in SAFE_METHODS)
        g.arrival_token = clock.arrive()

    @app.after_request
    def settle_transaction(response: Response) -> Response:
        if request.method in SAFE_METHODS:
            return response  # there is nothing to undo: the session ends with the request
        if response.status_code >= FIRST_REFUSAL:
            roll_back()
            return response
        if not g.get("token_is_good"):
            roll_back()
            return app.make_response(app.handle_user_exception(Expired()))
        commit()
        return response

    @app.teardown_request
    def forget(_error: BaseException | None) -> None:
        token: Token[bool] | None = g.pop("writing_token", None)
        if token is not None:
            writing.reset(token)
            clock.leave(g.pop("arrival_token"))


def commit() -> None:
    """Commit, then do what was waiting for it. Only request, command and job ends call this."""
    waiting: list[Callable[[], None]] = db.session.info.pop(_AFTER, [])
    db.session.commit()
    for act in waiting:
        act()


def roll_back() -> None:
    """Undo, and forget what was waiting for the commit."""
    db.session.info.pop(_AFTER, None)
    db.session.rollback()


def after_commit(act: Callable[[], None]) -> None:
    """Do something once the change is safe: hand a job to the queue. Never runs if the change is rolled back."""
    db.session.info.setdefault(_AFTER, []).append(act)


def release() -> None:
    """End the transaction before slow work (hashing a passphrase), so that nobody waits for it behind a lock."""
    commit()
