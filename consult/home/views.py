"""The first page, the choice of language and of display, and what machines ask for."""

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.accounts.rules import may_manage_people
from consult.accounts.session import current_actor
from consult.consultations import queries
from consult.consultations.presenters import deadline
from consult.consultations.rules import Stage
from consult.core import clock
from consult.core.access import public, require, staff
from consult.core.bilingual import LANGUAGES
from consult.core.context import theme
from consult.core.forms import require_token
from consult.core.i18n import BilingualBlueprint, address
from consult.core.limits import limit
from consult.feedback.presenters import comment_count
from consult.home import advice
from consult.home.forms import DisplayForm
from consult.home.standing import standing
from consult.home.trial import Outcome, send_test_mail, trial_sentence
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


@bp.page("/admin", "/administration")
@staff
def status() -> ResponseReturnValue:
    """What is set and what is not, for administrators."""
    require(may_manage_people, current_actor())
    return render_template("home/status.html", lines=advice.lines(standing(current(), clock.now())), words=advice)


@bp.act("/admin/test-mail", "/administration/courriel-d-essai")
@limit("5 per minute")
@staff
def test_mail() -> ResponseReturnValue:
    """Send a message to the administrator's own address, and say what became of it."""
    require_token()
    actor = current_actor()
    require(may_manage_people, actor)
    trial = send_test_mail(str(actor.email)) if actor else None
    if trial:
        flash(trial_sentence(trial), "message" if trial.outcome is Outcome.SENT else "important")
    return redirect(address("home.status"), 303)


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
