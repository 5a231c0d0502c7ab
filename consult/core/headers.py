"""Security headers on every answer. No inline script or style exists on this site, so the policy needs no nonce."""

from flask import Flask, Response
from flask_login import current_user

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
            headers.add("Cache-Control", "private, no-store" if current_user.is_authenticated else FOR_VISITORS)
        return response
