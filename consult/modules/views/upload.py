"""Where staff bring in two texts: a new module, or the next version of one. A look first, then a draft."""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.accounts.session import current_actor
from consult.core.access import require, staff
from consult.core.errors import FileFault, Overtaken
from consult.core.i18n import address
from consult.modules import presenters, queries, rules, services
from consult.modules.forms import UploadForm
from consult.modules.models import Module, ModuleVersion
from consult.modules.presenters import Text, in_both, missing_text
from consult.modules.services import Imported, Proposal
from consult.modules.source import written
from consult.modules.views.base import OF_STAFF, OF_STAFF_FR, bp

PREVIEW = "preview"


@bp.form(f"{OF_STAFF}/new", f"{OF_STAFF_FR}/nouveau")
@staff
def new() -> ResponseReturnValue:
    """Bring in a module that is not here yet."""
    require(rules.may_edit_modules, current_actor())
    return _bring_in(None, UploadForm.about())


@bp.form(f"{OF_STAFF}/<int:module_id>/new-version", f"{OF_STAFF_FR}/<int:module_id>/nouvelle-version")
@staff
def new_version(module_id: int) -> ResponseReturnValue:
    """Bring in the next version of a module, beginning with the words of the newest one or, to put it back, of an earlier one."""
    require(rules.may_edit_modules, current_actor())
    module = queries.module(module_id)
    newest = queries.latest_version(module)
    number = request.args.get("from", newest.number, type=int)
    start = newest if number == newest.number else queries.version(module, number)
    blocks = queries.blocks(start)
    texts = {f"text_{lang}": written(start, blocks, lang, as_base=True) for lang in ("en", "fr")}
    return _bring_in(module, UploadForm.about(**texts, base=str(newest.number), made_from=str(start.number)))


def _bring_in(module: Module | None, form: UploadForm) -> ResponseReturnValue:
    proposal = _proposal(module, form) if form.accepted else None
    if proposal is None or request.form.get("act") == PREVIEW:
        return _page(module, form, proposal), 422 if form.faults else 200
    saved = _saved(form, proposal)
    if saved is None:
        return _page(module, form, proposal), 422
    if not saved.created:
        flash(_("These texts say nothing new, so nothing was saved: they are version %(number)d.", number=saved.version.number), "info")
    else:
        flash(_("Version %(number)d is saved as a draft. Only staff can see it.", number=saved.version.number))
    return redirect(address("modules.version", module_id=saved.module.id, number=saved.version.number), 303)


def _proposal(module: Module | None, form: UploadForm) -> Proposal | None:
    """What the texts would make; their faults are told in the form."""
    try:
        proposal = services.propose(form.source())
    except FileFault as fault:
        form.blame(fault.all)
        return None
    if module is not None and proposal.module.id != module.id:
        form.form_errors.append(_("These texts are of another module: their slug is %(slug)s.", slug=proposal.module.slug.en))
        return None
    return proposal


def _saved(form: UploadForm, proposal: Proposal) -> Imported | None:
    """Save, unless somebody else was faster: then the form says so, and their text and this one both stay."""
    try:
        actor, base = current_actor(), form.base_number
        return services.save_draft(actor, proposal, base=base, changes=form.changes, made_from=form.made_from_number)
    except Overtaken:
        newest = queries.latest_version_or_none(proposal.module)
        form.overtake(newest.number if newest else 0)
        return None


def _page(module: Module | None, form: UploadForm, proposal: Proposal | None) -> str:
    return render_template(
        "modules/upload.html",
        module=module,
        title=queries.latest_version(module).title if module else None,
        form=form,
        proposal=proposal,
        words=presenters,
        **(_preview(form, proposal) if proposal else {}),
    )


def _preview(form: UploadForm, proposal: Proposal) -> dict[str, object]:
    """How it will appear, and what it lacks before it may be published."""
    proposal.explain(form.changes)
    before = _compared_with(proposal, is_overtaken=bool(form.form_errors))
    published = queries.published_version_or_none(proposal.module) if proposal.latest else None
    codes = rules.missing_parts(proposal.version, proposal.blocks, follows=published is not None)
    return {
        "before": before,
        "pairs": in_both(Text(before, queries.blocks(before)) if before else None, Text(proposal.version, proposal.blocks)),
        "missing": [missing_text(code, proposal.blocks) for code in codes],
    }


def _compared_with(proposal: Proposal, *, is_overtaken: bool) -> ModuleVersion | None:
    """What people read now; the version that somebody has just saved, where that is the news."""
    if proposal.latest is None or is_overtaken:
        return proposal.latest
    return queries.published_version_or_none(proposal.module) or proposal.latest
