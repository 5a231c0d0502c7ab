"""Pages of accounts: join, confirm, sign in and out, a new passphrase, settings."""

from flask import flash, redirect, render_template, request, session
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.accounts import queries, services
from consult.accounts.forms import AddressForm, JoinForm, PassphraseForm, SettingsForm, SignInForm
from consult.accounts.models import Purpose
from consult.accounts.rules import may_sign_in
from consult.accounts.session import current_login, end_session, start_session
from consult.accounts.views.base import A_PERSONS_PACE, again, bp, dead_link, home, present, way_to_text
from consult.accounts.views.shared import remember_if_shared
from consult.core import clock, drafts
from consult.core.access import public, signed_in
from consult.core.forms import BaseForm, require_token
from consult.core.i18n import address, language
from consult.core.limits import limit, network

UNCONFIRMED = "unconfirmed"


@bp.form("/join", "/adhesion")
@limit(A_PERSONS_PACE)
@public
def join() -> ResponseReturnValue:
    """Open an account."""
    form = JoinForm.of_request(data={"lang": language()})
    if not form.accepted:
        return again("accounts/join.html", form)
    services.join(email=form.email.data, passphrase=form.passphrase.data, lang=form.lang.data, claim=drafts.claim_texts())
    return remember_if_shared(redirect(address("accounts.joined"), 303), shared=form.shared.data)


@bp.page("/join/check-your-mail", "/adhesion/verifiez-vos-courriels")
@public
def joined() -> ResponseReturnValue:
    """Say that a mail is on its way: the same page whether the address was known or not."""
    return render_template("accounts/joined.html")


@bp.form("/join/confirm/<token>", "/adhesion/confirmer/<token>")
@limit(A_PERSONS_PACE)
@public
def confirm(token: str) -> ResponseReturnValue:
    """Confirm an address: the mailed link shows one button, the button confirms."""
    form, link = BaseForm.of_request(), queries.link(token, Purpose.CONFIRM, clock.now())
    if link is None:
        return dead_link()
    if not form.accepted:
        return again("accounts/confirm.html", form, email=link.user.email)
    person = services.confirm_address(token)
    flash(_("Your address is confirmed. You can sign in now."))
    waiting = next((draft.path for draft in drafts.of_person(person.id)), None)
    if waiting:
        flash(_("What you wrote is waiting for you: sign in, and you see it before it is sent."), "info")
    return redirect(address("accounts.sign_in", next=way_to_text(waiting)), 303)


@bp.form("/sign-in", "/connexion")
@limit(A_PERSONS_PACE)
@public
def sign_in() -> ResponseReturnValue:
    """Sign in, and go back to where the person came from."""
    form = SignInForm.of_request(data={"next": request.args.get("next")})
    if not form.accepted:
        return again("accounts/sign_in.html", form)
    person = services.recognize(form.email.data, form.passphrase.data, network=network())
    if person is None:
        form.form_errors.append(_("This e-mail address and this passphrase do not go together. Check both and try again."))
        return again("accounts/sign_in.html", form)
    if not may_sign_in(person):
        session[UNCONFIRMED] = person.id
        return redirect(address("accounts.unconfirmed"), 303)
    start_session(person, shared=form.shared.data)
    answer = redirect(form.next.data or way_to_text(drafts.latest_path_here()) or home(), 303)
    return remember_if_shared(answer, shared=form.shared.data)


@bp.page("/sign-in/confirm-first", "/connexion/confirmer-d-abord")
@public
def unconfirmed() -> ResponseReturnValue:
    """Say that the address waits to be confirmed, and offer the mail again."""
    return render_template("accounts/unconfirmed.html", known=UNCONFIRMED in session)


@bp.act("/sign-in/send-again", "/connexion/renvoyer")
@limit(A_PERSONS_PACE)
@public
def send_again() -> ResponseReturnValue:
    """Mail the confirmation again to whoever has just signed in with the right passphrase."""
    require_token()
    services.send_confirmation_again(session.pop(UNCONFIRMED, services.NOBODY))
    return redirect(address("accounts.joined"), 303)


@bp.act("/sign-out", "/deconnexion")
@public
def sign_out() -> ResponseReturnValue:
    """Sign out; doing it twice is no fault."""
    require_token()
    end_session()
    flash(_("You are signed out."))
    return redirect(home(), 303)


@bp.form("/reset-password", "/reinitialiser-mot-de-passe")
@limit(A_PERSONS_PACE)
@public
def request_reset() -> ResponseReturnValue:
    """Ask for a link to choose a new passphrase."""
    form = AddressForm.of_request()
    if not form.accepted:
        return again("accounts/request_reset.html", form)
    services.request_reset(email=form.email.data)
    return redirect(address("accounts.reset_sent"), 303)


@bp.page("/reset-password/check-your-mail", "/reinitialiser-mot-de-passe/verifiez-vos-courriels")
@public
def reset_sent() -> ResponseReturnValue:
    """Say that a link is on its way, where there is an account."""
    return render_template("accounts/reset_sent.html")


@bp.form("/reset-password/link/<token>", "/reinitialiser-mot-de-passe/lien/<token>")
@limit(A_PERSONS_PACE)
@public
def reset(token: str) -> ResponseReturnValue:
    """Choose a new passphrase by the mailed link; the person is signed in by it, whoever may be slowing the account down."""
    form, link = PassphraseForm.of_request(), queries.link(token, Purpose.RESET, clock.now())
    if link is None:
        return dead_link()
    form.owner = str(link.user.email)
    if not form.accepted:
        return again("accounts/reset.html", form, email=link.user.email)
    start_session(services.reset_passphrase(token, passphrase=form.passphrase.data))
    flash(_("Your passphrase is changed. You are signed in here, and signed out everywhere else."))
    return redirect(way_to_text(drafts.latest_path()) or home(), 303)


@bp.form("/settings", "/parametres")
@signed_in
def settings() -> ResponseReturnValue:
    """Change one's settings, and see where one is signed in."""
    actor = present()
    form = SettingsForm.of_request(obj=actor)
    if not form.accepted:
        return again("accounts/settings.html", form, logins=queries.logins(actor, clock.now()), here=current_login())
    services.change_settings(actor, lang=form.lang.data, display_name=form.display_name.data)
    flash(_("Your settings are saved."))
    return redirect(address("accounts.settings"), 303)


@bp.act("/settings/sign-out-everywhere", "/parametres/deconnexion-partout")
@signed_in
def sign_out_everywhere() -> ResponseReturnValue:
    """End every session but this one."""
    require_token()
    login = current_login()
    services.revoke_sessions(present(), keep=login.id if login else None)
    flash(_("You are signed out everywhere else."))
    return redirect(address("accounts.settings"), 303)
