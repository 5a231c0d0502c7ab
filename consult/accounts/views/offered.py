"""Pages behind links that make somebody more than a participant: the first administrator, an invitation."""

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.accounts import presenters, queries, rules, services
from consult.accounts.forms import FirstAdministratorForm, NewcomerForm
from consult.accounts.models import Invitation, User
from consult.accounts.rules import Way
from consult.accounts.session import current_actor, start_session
from consult.accounts.views.base import A_PERSONS_PACE, again, bp, dead_link
from consult.core import clock
from consult.core.access import public
from consult.core.errors import NotFound
from consult.core.forms import BaseForm
from consult.core.i18n import address, language
from consult.core.limits import limit

WAITING = frozenset({Way.SIGN_IN, Way.OTHER})  # something else is to be done first


@bp.form("/first-administrator/<token>", "/premiere-administration/<token>")
@limit(A_PERSONS_PACE)
@public
def first_administrator(token: str) -> ResponseReturnValue:
    """Make the first administrator, by the link that the start of the site printed."""
    if queries.setup_link(token, clock.now()) is None:
        return dead_link()
    form = FirstAdministratorForm.of_request(data={"lang": language()})
    if not (form.accepted and _set_up(token, form)):
        return again("accounts/first_administrator.html", form)
    flash(_("This account administers the site. Here is what is still to be set."))
    return redirect(address("home.status"), 303)


@bp.form("/invitations/<token>")
@limit(A_PERSONS_PACE)
@public
def invitation(token: str) -> ResponseReturnValue:
    """Accept a role, by the mailed link: with one button, after signing in, or with a new account."""
    found, actor = queries.offered(token, clock.now()), current_actor()
    way = rules.way_to_accept(actor, found, queries.user_by_email(found.email)) if found else Way.CLOSED
    if found is None or way is Way.CLOSED:
        return dead_link()
    form = _form(way, found)
    if way in WAITING or not form.accepted:
        return _invitation_page(found, way, form, token)
    try:
        _accept(token, way, actor, form)
    except NotFound:  # somebody was faster
        return dead_link()
    flash(_("You have accepted. Your role counts from now on."))
    return redirect(address("consultations.workspace"), 303)


def _form(way: Way, found: Invitation) -> BaseForm:
    """What is asked: a passphrase of whoever has no account yet, of others nothing."""
    if way is not Way.JOIN:
        return BaseForm.of_request()
    form = NewcomerForm.of_request()
    form.owner = found.email
    return form


def _set_up(token: str, form: FirstAdministratorForm) -> bool:
    """Make the account and sign it in, unless the address has one: then the form says so."""
    try:
        start_session(services.make_first_administrator(token, **form.values))
    except services.AddressTaken:
        form.email.errors = [
            _("There is an account for this address already. Use another one, or give that account the role: consult grant-role.")
        ]
        return False
    return True


def _accept(token: str, way: Way, actor: User | None, form: BaseForm) -> None:
    """Take the role up, as the person who is signed in or with the account that this makes."""
    if way is Way.ACCEPT and actor is not None:
        services.accept_invitation(actor, token)
        start_session(actor)  # a participant's sign-in may be older than one of the staff lasts
        return
    start_session(services.accept_and_join(token, **form.values))


def _invitation_page(found: Invitation, way: Way, form: BaseForm, token: str) -> ResponseReturnValue:
    names = queries.names([found])
    page = render_template(
        "accounts/invitation.html",
        form=form,
        invitation=found,
        place=presenters.place(found.role, found, names),
        way=way.value,
        here=address("accounts.invitation", token=token),
        words=presenters,
    )
    return page, 422 if form.faults else 200
