"""The first page, the choice of language and of display, and what machines ask for."""

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.consultations import queries
from consult.consultations.presenters import deadline
from consult.consultations.rules import Stage
from consult.core import clock
from consult.core.access import public
from consult.core.bilingual import LANGUAGES
from consult.core.context import theme
from consult.core.i18n import BilingualBlueprint, address
from consult.feedback.presenters import comment_count
from consult.home.forms import DisplayForm
from consult.reports.queries import published_reports
from consult.settings import current

bp = BilingualBlueprint("home", __name__)
machine = Blueprint("machine", __name__)
SHOWN = 3
ONE_YEAR = 365 * 24 * 3600
# The one page in both languages at once: each half stands in its own.
CHOICES = (
    ("en", "Read draft training modules for police officers, comment on them, and see what changes.", "Continue in English"),
    ("fr", "Lisez des ébauches de modules de formation policière, commentez-les et voyez ce qui change.", "Continuer en français"),
)


@bp.page("/")
@public
def index() -> ResponseReturnValue:
    """What is open now, and what was heard before."""
    found = queries.listed(None, clock.now(), stages=(Stage.OPEN,))[:SHOWN]
    return render_template(
        "home/index.html",
        consultations=[(consultation, deadline(consultation, clock.now())) for consultation in found],
        reports=published_reports()[:SHOWN],
        comment_count=comment_count,
    )


@bp.form("/display", "/affichage")
@public
def display() -> ResponseReturnValue:
    """Light, dark, or as the system says; kept in a cookie, so that the first paint is right."""
    form = DisplayForm.of_request(data={"theme": theme()})
    if not form.accepted:
        return render_template("home/display.html", form=form), 422 if form.faults else 200
    flash(_("Display saved on this device."))
    response = make_response(redirect(address("home.display"), 303))
    response.set_cookie("theme", form.theme.data, max_age=ONE_YEAR, secure=current().https, samesite="Lax")
    return response


@machine.get("/")
@public
def choice() -> ResponseReturnValue:
    """The choice of language: only here, and never made for anybody by their browser or address."""
    wanted = request.cookies.get("lang", "")
    if wanted in LANGUAGES:
        return redirect(address("home.index", lang=wanted))
    return render_template("home/choice.html", choices=CHOICES)


@machine.get("/healthz")
@public
def healthz() -> ResponseReturnValue:
    """Alive: for the machine that watches this one."""
    return Response("ok\n", mimetype="text/plain")


@machine.get("/robots.txt")
@public
def robots() -> ResponseReturnValue:
    """Everything public may be found; acts and workspaces are of no use to a search engine."""
    paths = (
        "/en/sign-in",
        "/fr/connexion",
        "/en/join",
        "/fr/adhesion",
        "/en/moderation",
        "/fr/moderation",
        "/en/workspace",
        "/fr/espace-de-travail",
    )
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in paths)]
    return Response("\n".join(lines) + "\n", mimetype="text/plain")
