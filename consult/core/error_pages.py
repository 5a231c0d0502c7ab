"""The one place that knows HTTP: each refusal of the domain becomes a page that says what happened and what to do."""

from typing import Any

import structlog
from flask import Flask, Response, current_app, flash, make_response, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.wrappers import Response as AnyResponse

from consult.core import drafts, errors
from consult.core.addresses import own_path
from consult.core.forms import TOKEN_FIELD
from consult.core.i18n import TAGS, address, has_page, language, other

log = structlog.get_logger()
PAGES = frozenset({400, 403, 404, 405, 409, 410, 413, 415, 422, 429, 503})
UNREAD = frozenset({400, 413})  # a body too large or too broken to be read again
FALLBACK = 400

# Title, what to do, way out: needed when nothing else works, so not from the catalogue.
SERVER_ERROR = {
    "en": (
        "Something went wrong",
        "The fault is ours and has been noted. Nothing you sent earlier was lost. Try again in a few minutes.",
        "Back to the home page",
    ),
    "fr": (
        "Un problème est survenu",
        "L’erreur vient de nous et a été notée. Rien de ce que vous avez envoyé plus tôt n’a été perdu. Réessayez dans quelques minutes.",
        "Retour à l’accueil",
    ),
}
LAST_RESORT = """<!doctype html>
<html lang="{tag}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>
<link rel="stylesheet" href="/static/css/tokens.css"><link rel="stylesheet" href="/static/css/base.css">
<link rel="stylesheet" href="/static/css/components.css"></head>
<body><main class="wrap page-head stack"><h1>{title}</h1><p>{what}</p><p><a href="/{lang}/">{home}</a></p>
<p lang="{other_tag}"><a href="/{other}/" hreflang="{other_tag}">{other_title}. {other_home}</a></p></main></body></html>
"""


def register(app: Flask) -> None:
    """Answer every refusal in the language of the page."""
    app.register_error_handler(errors.NotFound, lambda _fault: page(404))
    app.register_error_handler(errors.Refused, lambda _fault: page(404))
    app.register_error_handler(errors.Closed, lambda _fault: page(409))
    app.register_error_handler(errors.Overtaken, lambda _fault: page(409, overtaken=True))
    app.register_error_handler(errors.Incomplete, lambda fault: page(409, missing=fault.missing))
    app.register_error_handler(errors.Expired, lambda _fault: page(422))
    app.register_error_handler(errors.SignInNeeded, ask_to_sign_in)
    app.register_error_handler(errors.Moved, lambda fault: redirect(fault.location, 301))
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(Exception, server_error)


def page(status: int, **context: Any) -> Response:
    """The error page of this status; what the person had typed is on it, so that nothing is lost."""
    typed = [] if status in UNREAD else [pair for pair in request.form.items(multi=True) if not _is_secret(pair[0])]
    template = f"errors/{status if status in PAGES else FALLBACK}.html"
    return make_response(render_template(template, typed=typed, status=status, **context), status)


def _is_secret(field: str) -> bool:
    """A token or a passphrase: never shown again."""
    return field == TOKEN_FIELD or "passphrase" in field


def ask_to_sign_in(_fault: errors.SignInNeeded) -> AnyResponse:
    """Send a visitor to sign in and, afterwards, back to the page they were on."""
    view = current_app.view_functions.get(str(request.endpoint))
    if getattr(view, errors.ASKS_NOBODY, False):
        return Response(status=401)
    back = request.full_path.rstrip("?") if request.method == "GET" else own_path(request.referrer)
    if request.method == "POST" and has_page(str(request.endpoint)):
        if drafts.may_wait(view):
            drafts.keep()
        back = request.path
    flash(_("Sign in to continue. You will come back to this page."), "info")
    return redirect(address("accounts.sign_in", next=back or None), 303)


def http_error(fault: HTTPException) -> AnyResponse:
    """A refusal that Werkzeug or a library made. Redirects pass as they are."""
    if fault.code is None or fault.code < FALLBACK:
        return fault.get_response()
    answer = page(fault.code)
    if isinstance(fault, MethodNotAllowed) and fault.valid_methods:
        answer.headers["Allow"] = ", ".join(fault.valid_methods)
    retry = getattr(fault, "retry_after", None)
    if retry:
        answer.headers["Retry-After"] = str(retry)
    return answer


def server_error(fault: Exception) -> Response:
    """A mistake of ours. This page needs no template, no database and no catalogue: nothing that could fail again."""
    log.error("request_failed", endpoint=request.endpoint, fault=type(fault).__name__, exc_info=fault)
    lang = language()
    elsewhere = other(lang)
    title, what, home = SERVER_ERROR[lang]
    body = LAST_RESORT.format(
        tag=TAGS[lang],
        lang=lang,
        title=title,
        what=what,
        home=home,
        other=elsewhere,
        other_tag=TAGS[elsewhere],
        other_title=SERVER_ERROR[elsewhere][0],
        other_home=SERVER_ERROR[elsewhere][2],
    )
    return Response(body, 500, mimetype="text/html")
