"""Who may reach an endpoint: exactly one mark on each view; an unmarked one stops the start.

Marks are the outer gate. What a person may do to *this* row, the rules of the features say, and their
services enforce with `require`.
"""

from collections.abc import Callable
from typing import Any, ParamSpec

from flask import Flask, current_app, request
from flask_login import current_user

from consult.core.errors import Refused, SignInNeeded

View = Callable[..., Any]
P = ParamSpec("P")
MARKS = ("public", "signed_in", "staff")


def public(view: View) -> View:
    """Mark a view that everybody may reach."""
    return _mark(view, "public")


def signed_in(view: View) -> View:
    """Mark a view for people who are signed in; others are asked to sign in first."""
    return _mark(view, "signed_in")


def staff(view: View) -> View:
    """Mark a view for people with a role; for everybody else it does not exist."""
    return _mark(view, "staff")


def mark_of(view: View) -> str | None:
    """The mark a view carries."""
    return getattr(view, "access_mark", None)


def require(rule: Callable[P, bool], *subject: P.args, **context: P.kwargs) -> None:
    """Refuse unless the rule allows it, actor first: `require(may_moderate, actor, comment)`. The first line of every service."""
    if not rule(*subject, **context):
        raise Refused(rule.__name__)


def register(app: Flask) -> None:
    """Put the gate before every view."""

    @app.before_request
    def gate() -> None:
        view = current_app.view_functions.get(request.endpoint or "")
        mark = mark_of(view) if view else "public"
        if mark == "public":
            return
        if not current_user.is_authenticated:
            raise SignInNeeded
        if mark == "staff" and not current_user.is_staff:
            raise Refused


def check_marks(app: Flask) -> None:
    """Stop the start where a view carries no mark."""
    unmarked = sorted(name for name, view in app.view_functions.items() if mark_of(view) not in MARKS)
    if unmarked:
        message = f"Views without an access mark (@public, @signed_in or @staff): {', '.join(unmarked)}"
        raise RuntimeError(message)


def _mark(view: View, mark: str) -> View:
    if mark_of(view):
        message = f"{view.__name__} carries two access marks."
        raise RuntimeError(message)
    view.access_mark = mark  # type: ignore[attr-defined]  # a function takes attributes
    return view
