"""Pages of administrators: who was invited to what, and how each invitation stands."""

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.accounts import presenters, queries, rules, services
from consult.accounts.forms import InviteForm
from consult.accounts.views.base import again, bp, present
from consult.core import clock
from consult.core.access import require, staff
from consult.core.forms import require_token
from consult.core.i18n import address
from consult.core.limits import limit
from consult.core.paging import asked_after

MAILS_PACE = "20 per minute"


@bp.page("/admin/invitations", "/administration/invitations")
@staff
def invitations() -> ResponseReturnValue:
    """Every invitation, the newest first."""
    require(rules.may_manage_people, present())
    page = queries.invitations(after=asked_after())
    return render_template(
        "accounts/invitations.html", page=page, names=queries.names(page.rows), now=clock.now(), rules=rules, words=presenters
    )


@bp.form("/admin/invitations/new", "/administration/invitations/nouvelle")
@limit(MAILS_PACE)
@staff
def invite() -> ResponseReturnValue:
    """Invite somebody to a role: the answer is the same whoever it is."""
    require(rules.may_manage_people, present())
    form = InviteForm.among(queries.names())
    if not form.accepted:
        return again("accounts/invite.html", form)
    for_one = {"consultation_id": form.consultation_id.data, "committee_id": form.committee_id.data}
    services.invite(present(), email=form.email.data, lang=form.lang.data, role=form.wanted, **for_one)
    flash(_("The invitation is on its way to %(email)s. It works for seven days.", email=form.email.data))
    return redirect(address("accounts.invitations"), 303)


@bp.act("/admin/invitations/<int:invitation_id>/sending", "/administration/invitations/<int:invitation_id>/envoi")
@limit(MAILS_PACE)
@staff
def send_invitation_again(invitation_id: int) -> ResponseReturnValue:
    """Mail an invitation once more, with another link."""
    require_token()
    require(rules.may_manage_people, present())
    services.send_again(present(), queries.invitation(invitation_id))
    flash(_("The invitation is on its way again. Only the link in the new message works."))
    return redirect(address("accounts.invitations"), 303)


@bp.act("/admin/invitations/<int:invitation_id>/withdrawal", "/administration/invitations/<int:invitation_id>/retrait")
@staff
def withdraw_invitation(invitation_id: int) -> ResponseReturnValue:
    """Take an invitation back."""
    require_token()
    require(rules.may_manage_people, present())
    services.withdraw_invitation(present(), queries.invitation(invitation_id))
    flash(_("The invitation is withdrawn. Its link no longer works."))
    return redirect(address("accounts.invitations"), 303)
