"""Security headers on every answer. No inline script or style exists on this site, so the policy needs no nonce."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import Flask, Response, g
from flask_login import current_user

P = ParamSpec("P")
R = TypeVar("R")

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "object-src 'none'",
        "require-trusted-types-for 'script'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
NEVER_KEPT = "private, no-store"
FOR_VISITORS = "private, no-cache"  # a browser may keep it, and asks each time whether it still is so
HSTS = "max-age=63072000; includeSubDomains"


def register(app: Flask, *, https: bool) -> None:
    """Add the headers; a signed-in page is never kept by a cache."""
    always = [*HEADERS.items(), *([("Strict-Transport-Security", HSTS)] if https else [])]

    @app.after_request
    def add_headers(response: Response) -> Response:
        headers = response.headers
        for name, value in always:
            if name not in headers:
                headers.add(name, value)
        if "Cache-Control" not in headers:
            is_personal = g.get("never_kept") or current_user.is_authenticated
            headers.add("Cache-Control", NEVER_KEPT if is_personal else FOR_VISITORS)
        return response


def never_kept(view: Callable[P, R]) -> Callable[P, R]:
    """Mark a view whose pages hold what only this person may see, signed in or not. Stands above `limit`: its refusals too."""

    @wraps(view)
    def personal(*arguments: P.args, **named: P.kwargs) -> R:
        g.never_kept = True
        return view(*arguments, **named)

    return personal
