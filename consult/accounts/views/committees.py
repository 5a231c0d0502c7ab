"""The page of administrators where committees are made: a member is invited to one by its name."""

from flask import flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.accounts import queries, rules, services
from consult.accounts.forms import CommitteeForm
from consult.accounts.views.base import again, bp, present
from consult.core.access import require, staff
from consult.core.bilingual import Bilingual
from consult.core.i18n import address


@bp.form("/admin/committees", "/administration/comites")
@staff
def committees() -> ResponseReturnValue:
    """Every committee, and a form for another one."""
    require(rules.may_manage_people, present())
    form = CommitteeForm.of_request()
    if not form.accepted:
        return again("accounts/committees.html", form, committees=queries.committees())
    services.create_committee(present(), Bilingual(form.name_en.data, form.name_fr.data))
    flash(_("The committee is there. Invite its members now."))
    return redirect(address("accounts.committees"), 303)
