"""Where a person may be sent back to: only to a page of this site."""

from urllib.parse import urlsplit

from flask import request


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
