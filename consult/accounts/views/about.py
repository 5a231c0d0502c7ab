"""Pages about oneself, after contributing: profile, self-identification, and "Not now". All of it optional, all of it deletable."""

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.accounts import queries, services
from consult.accounts.forms import ProfileForm, SelfIdentificationForm
from consult.accounts.views.base import A_PERSONS_PACE, again, bp, home, present
from consult.core.access import signed_in
from consult.core.addresses import own_path
from consult.core.drafts import never_waits
from consult.core.forms import require_token
from consult.core.i18n import address, language
from consult.core.limits import limit


@bp.form("/settings/profile", "/parametres/profil")
@never_waits
@signed_in
def profile() -> ResponseReturnValue:
    """Say where one speaks from and where one lives; change it, or take it back."""
    actor = present()
    form = ProfileForm.of_request(obj=actor.profile)
    if not form.accepted:
        return again("accounts/profile.html", form, profile=actor.profile)
    services.change_profile(actor, **form.said)
    flash(_("Your profile is saved.") if any(form.said.values()) else _("Your profile is empty: we keep nothing of it."))
    return redirect(address("accounts.profile"), 303)


@bp.act("/settings/profile/delete", "/parametres/profil/supprimer")
@signed_in
def delete_profile() -> ResponseReturnValue:
    """Take the profile back, at once."""
    require_token()
    services.delete_profile(present())
    flash(_("Your profile is deleted."))
    return redirect(address("accounts.profile"), 303)


@bp.form("/about-you", "/a-propos-de-vous")
@limit(A_PERSONS_PACE)
@never_waits
@signed_in
def about_you() -> ResponseReturnValue:
    """Answer questions about oneself, sealed for the worker. The page cannot show what was answered before."""
    actor, form = present(), SelfIdentificationForm.of_request()
    is_ready, is_accepted = services.may_keep_answers(), form.accepted
    if is_accepted and not is_ready:
        form.form_errors.append(_("Your answers cannot be sealed at the moment, so nothing was kept. Try again later."))
    if not (is_accepted and is_ready):
        return again("accounts/about_you.html", form, own=queries.own_answers(actor), is_ready=is_ready)
    answers = form.answers
    if answers.as_json():
        services.keep_answers(actor, answers, lang=language())
        flash(_("Thank you. Your answers are sealed and kept apart from your name."))
    else:
        services.settle_invitation(actor)
        flash(_("You gave no answer, so nothing was kept or changed."))
    return redirect(address("accounts.about_you"), 303)


@bp.act("/about-you/delete", "/a-propos-de-vous/supprimer")
@limit(A_PERSONS_PACE)
@signed_in
def delete_answers() -> ResponseReturnValue:
    """Delete all one's answers; doing it twice is no fault."""
    require_token()
    services.delete_answers(present())
    flash(_("We delete your answers, and the note that you gave any."))
    return redirect(address("accounts.about_you"), 303)


@bp.act("/about-you/not-now", "/a-propos-de-vous/pas-maintenant")
@signed_in
def not_now() -> ResponseReturnValue:
    """Send the invitation away for good."""
    require_token()
    services.settle_invitation(present())
    flash(_("All right. If you change your mind, you will find these pages in your settings."))
    return redirect(own_path(request.form.get("next")) or home(), 303)
