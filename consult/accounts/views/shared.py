"""Shared computers: the browser is told, so that scripts keep nothing on it for the next person."""

from werkzeug.wrappers import Response

from consult.settings import current

SHARED = "shared"  # read by static/js/modules/kept.js


def remember_if_shared(answer: Response, *, shared: bool) -> Response:
    """A cookie that ends with the browser, like the sign-in itself. Whoever signs in without the box says that the computer is theirs."""
    if shared:
        answer.set_cookie(SHARED, "1", secure=current().public_url.startswith("https:"), samesite="Lax")
    return answer
