"""Pages of administrators: who holds which role; give one, end one, pass one on."""

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.accounts import presenters, queries, rules, services
from consult.accounts.forms import GrantForm, ReplaceForm
from consult.accounts.models import RoleGrant
from consult.accounts.views.base import again, bp, home, present
from consult.accounts.views.invitations import MAILS_PACE
from consult.core.access import require, staff
from consult.core.forms import BaseForm
from consult.core.i18n import address
from consult.core.limits import limit
from consult.core.paging import asked_after


@bp.page("/admin/roles", "/administration/roles")
@staff
def roles() -> ResponseReturnValue:
    """Everybody who holds a role, person by person."""
    require(rules.may_manage_people, present())
    page = queries.holders(after=asked_after())
    named = queries.names(grant for person in page.rows for grant in person.grants)
    return render_template("accounts/roles.html", page=page, names=named, words=presenters)


@bp.form("/admin/people/<int:user_id>", "/administration/personnes/<int:user_id>")
@staff
def give_role(user_id: int) -> ResponseReturnValue:
    """Give somebody on the team another role: chosen first, given once it is confirmed."""
    require(rules.may_manage_people, present())
    person, names = queries.holder(user_id), queries.names()
    form = GrantForm.among(names)
    if not form.accepted:
        return again("accounts/give_role.html", form, person=person, names=names, words=presenters)
    if not form.sure.data:
        return again("accounts/give_role_confirm.html", form, person=person, offer=RoleGrant(**form.scope), names=names, words=presenters)
    services.grant_role(present(), person, form.wanted, **form.scope)
    flash(_("The role is given. It counts from the next page that %(name)s opens.", name=presenters.person_name(person)))
    return redirect(address("accounts.roles"), 303)


@bp.form("/admin/roles/<int:grant_id>/end", "/administration/roles/<int:grant_id>/fin")
@staff
def end_role(grant_id: int) -> ResponseReturnValue:
    """End a role, once it is confirmed."""
    require(rules.may_manage_people, present())
    grant, form = queries.grant_by_id(grant_id), BaseForm.of_request()
    if not (form.accepted and _ended(grant, form)):
        return again("accounts/end_role.html", form, grant=grant, names=queries.names([grant]), words=presenters)
    flash(_("The role has ended."))
    return redirect(_next("accounts.roles"), 303)


@bp.form("/admin/roles/<int:grant_id>/replace", "/administration/roles/<int:grant_id>/remplacer")
@limit(MAILS_PACE)
@staff
def replace_role(grant_id: int) -> ResponseReturnValue:
    """Pass a role on: to somebody on the team at once, or to whoever accepts an invitation."""
    require(rules.may_manage_people, present())
    grant = queries.grant_by_id(grant_id)
    form = ReplaceForm.among(queries.team(without=grant.user_id), grant.user)
    if not form.accepted:
        return again("accounts/replace_role.html", form, grant=grant, names=queries.names([grant]), words=presenters)
    _replace(grant, form)
    return redirect(_next("accounts.roles" if form.user_id.data else "accounts.invitations"), 303)


def _next(endpoint: str) -> str:
    """The page to go on with; the first one of the site for whoever has just laid the administration down."""
    return address(endpoint) if rules.may_manage_people(present()) else home()


def _ended(grant: RoleGrant, form: BaseForm) -> bool:
    """End it, unless nobody would be left to administer the site: then the form says so."""
    scope = {"consultation_id": grant.consultation_id, "committee_id": grant.committee_id}
    try:
        services.revoke_role(present(), grant.user, grant.role, **scope)
    except services.LastAdministrator:
        form.form_errors.append(_("The last administrator cannot be removed. Replace them, or give the role to somebody else first."))
        return False
    return True


def _replace(grant: RoleGrant, form: ReplaceForm) -> None:
    """Pass it on, and say when."""
    if form.user_id.data:
        services.replace_role(present(), grant, queries.user(form.user_id.data))
        flash(_("The role has passed on. What was done in it stays with whoever did it."))
        return
    scope = {"consultation_id": grant.consultation_id, "committee_id": grant.committee_id}
    services.invite(present(), email=form.email.data, lang=form.lang.data, role=grant.role, replaces=grant.user, **scope)
    flash(_("The invitation is on its way to %(email)s. The role passes on when it is accepted.", email=form.email.data))
