"""What is this site, and what is elsewhere: where a person may be sent back to, and where a form came from."""

from urllib.parse import urlsplit

from flask import request

from consult.settings import current

USUAL_PORTS = {"http": 80, "https": 443}
OWN_FETCHES = {"same-origin", "none"}


def own_path(target: str | None) -> str | None:
    """The path and query of `target` where it is an address of this site; None for anything else.

    Read once, as browsers do: a backslash counts as a slash, control characters and white space are refused.
    """
    if not target or any(ord(char) <= ord(" ") or char == "\\" for char in target):
        return None
    try:
        parts = urlsplit(target)
    except ValueError:  # half an IPv6 address
        return None
    if parts.scheme or parts.netloc:
        same = parts.scheme == request.scheme and parts.netloc == request.host
        if not same:
            return None
    if not parts.path.startswith("/") or parts.path.startswith("//"):
        return None
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def sent_from_here() -> bool:
    """A page of this site sent the request, as far as its browser says; one that says nothing is believed."""
    origin = request.headers.get("Origin")
    if origin is not None and _origin(origin) not in {_origin(request.host_url), _origin(current().public_url)}:
        return False
    return request.headers.get("Sec-Fetch-Site", "none") in OWN_FETCHES


def _origin(address: str) -> tuple[str, str, int | None]:
    """Scheme, host and port, written one way; `null` and what is no address are no origin of ours."""
    try:
        parts = urlsplit(address)
        return parts.scheme, parts.hostname or "", parts.port or USUAL_PORTS.get(parts.scheme)
    except ValueError:
        return "", address, None
