"""Where staff keep the modules: the list, the versions of one, and one version with what it still lacks."""

from collections.abc import Sequence

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.accounts.session import current_actor
from consult.core.access import require, staff
from consult.core.errors import Incomplete, Overtaken
from consult.core.forms import require_token
from consult.core.i18n import address
from consult.core.paging import asked_after
from consult.modules import presenters, queries, rules, services
from consult.modules.forms import ChangeLogForm
from consult.modules.models import Block, ModuleVersion
from consult.modules.presenters import Text, in_both, missing_text
from consult.modules.views.base import OF_STAFF, OF_STAFF_FR, bp


@bp.page(OF_STAFF, OF_STAFF_FR)
@staff
def workspace() -> ResponseReturnValue:
    """Every module, what people read of it, and what waits."""
    require(rules.may_edit_modules, current_actor())
    return render_template("modules/workspace.html", page=queries.all_modules(asked_after()), words=presenters)


@bp.page(f"{OF_STAFF}/<int:module_id>", f"{OF_STAFF_FR}/<int:module_id>")
@staff
def history(module_id: int) -> ResponseReturnValue:
    """Every version of a module: its state, who made it, who published it."""
    require(rules.may_edit_modules, current_actor())
    module = queries.module(module_id)
    states = queries.history(module)
    return render_template("modules/history.html", module=module, states=states, newest=queries.latest_version(module), words=presenters)


@bp.form(f"{OF_STAFF}/<int:module_id>/versions/<int:number>", f"{OF_STAFF_FR}/<int:module_id>/versions/<int:number>")
@staff
def version(module_id: int, number: int) -> ResponseReturnValue:
    """One version in both languages, what it changes, what it lacks before publication, and its change log."""
    actor = current_actor()
    require(rules.may_edit_modules, actor)
    subject = queries.version(queries.module(module_id), number)
    form = ChangeLogForm.of_request(data={"changes_en": subject.changes.en, "changes_fr": subject.changes.fr})
    if not form.accepted:
        return _version_page(subject, form), 422 if form.faults else 200
    services.explain_version(actor, subject, changes=form.changes)
    flash(_("Saved."))
    return redirect(address("modules.version", module_id=module_id, number=number), 303)


@bp.act(f"{OF_STAFF}/<int:module_id>/versions/<int:number>/publication", f"{OF_STAFF_FR}/<int:module_id>/versions/<int:number>/publication")
@staff
def publish(module_id: int, number: int) -> ResponseReturnValue:
    """Put a version before the public, in place of the one before."""
    require_token()
    require(rules.may_edit_modules, current_actor())
    subject = queries.version(queries.module(module_id), number)
    if rules.is_frozen(subject):
        raise Overtaken(number)
    try:
        services.publish_version(current_actor(), subject)
    except Incomplete as fault:
        raise Incomplete(_sentences(fault.missing, queries.blocks(subject))) from fault
    flash(_("Version %(number)d is public, in English and in French. Its text will never change.", number=number))
    return redirect(address("modules.version", module_id=module_id, number=number), 303)


def _version_page(subject: ModuleVersion, form: ChangeLogForm) -> str:
    published = queries.published_version_or_none(subject.module)
    before = queries.version_before(subject)
    blocks = queries.blocks_of([one for one in (before, subject) if one])
    missing = rules.missing_parts(subject, blocks[subject.id], follows=published is not None)
    return render_template(
        "modules/version.html",
        module=subject.module,
        version=subject,
        before=before,
        pairs=in_both(Text(before, blocks[before.id]) if before else None, Text(subject, blocks[subject.id])),
        missing=_sentences(missing, blocks[subject.id]),
        is_frozen=rules.is_frozen(subject),
        may_be_published=rules.may_be_published(subject, published),
        form=form,
        words=presenters,
    )


def _sentences(missing: Sequence[str], blocks: Sequence[Block]) -> list[str]:
    return [missing_text(code, blocks) for code in missing]
