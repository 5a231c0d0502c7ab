"""Where staff change the texts of the site: the list, one text in both languages, and its history."""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.accounts.session import current_actor
from consult.core.access import require, staff
from consult.core.errors import Overtaken
from consult.core.forms import require_token
from consult.core.i18n import address
from consult.core.paging import asked_after
from consult.pages import presenters, queries, rules, services
from consult.pages.forms import TextForm
from consult.pages.texts import PAGES, SETTINGS, TEXTS, Text, html_of
from consult.pages.views.base import bp

PREVIEW = "preview"


@bp.page("/workspace/site", "/espace-de-travail/site")
@staff
def workspace() -> ResponseReturnValue:
    """Every text of the site, and what still wants attention."""
    require(rules.may_edit_site, current_actor())
    return render_template(
        "pages/workspace.html",
        pages=[queries.text(name) for name in PAGES],
        settings=[queries.text(name) for name in SETTINGS],
        is_unfinished=rules.is_unfinished,
        words=presenters,
    )


@bp.form("/workspace/site/texts/<name>", "/espace-de-travail/site/textes/<name>")
@staff
def edit_text(name: str) -> ResponseReturnValue:
    """Change one text in both languages, after a look at how it will appear."""
    require(rules.may_edit_site, current_actor())
    current = queries.text(name)
    form = TextForm.about(current)
    is_preview = request.form.get("act") == PREVIEW
    if not form.accepted or is_preview or not _saved(name, form):
        return _edit_page(queries.text(name), form, is_preview=is_preview), 422 if form.faults else 200
    return redirect(address("pages.edit_text", name=name), 303)


@bp.page("/workspace/site/texts/<name>/history", "/espace-de-travail/site/textes/<name>/historique")
@staff
def text_history(name: str) -> ResponseReturnValue:
    """Who changed a text, and when."""
    require(rules.may_edit_site, current_actor())
    return render_template(
        "pages/history.html", text=queries.text(name), page=queries.text_history(name, after=asked_after()), words=presenters
    )


@bp.page("/workspace/site/texts/<name>/versions/<int:number>", "/espace-de-travail/site/textes/<name>/versions/<int:number>")
@staff
def text_version(name: str, number: int) -> ResponseReturnValue:
    """One state of a text: what changed in it, and all its words."""
    require(rules.may_edit_site, current_actor())
    version = queries.text_version(name, number)
    before = queries.text_version(name, number - 1) if number else version
    return render_template(
        "pages/version.html",
        text=queries.text(name),
        version=version,
        who=queries.who_saved(version),
        changes=presenters.changes(before.text, version.text),
        shape=TEXTS[name].shape,
        words=presenters,
    )


@bp.act(
    "/workspace/site/texts/<name>/versions/<int:number>/restoration", "/espace-de-travail/site/textes/<name>/versions/<int:number>/retour"
)
@staff
def restore_text(name: str, number: int) -> ResponseReturnValue:
    """Put an earlier state back."""
    require_token()
    require(rules.may_edit_site, current_actor())
    base = request.form.get("base", type=int, default=-1)
    services.restore_text(current_actor(), queries.text_version(name, number), base=base)
    flash(_("These words are public again, in English and in French."))
    return redirect(address("pages.edit_text", name=name), 303)


def _saved(name: str, form: TextForm) -> bool:
    """Save, unless somebody else was faster: then the form says so."""
    try:
        if services.save_text(current_actor(), name, text=form.text, base=form.base_number):
            flash(_("Saved. Everybody reads these words now, in English and in French."))
        else:
            flash(_("Nothing was different, so nothing was saved."), "info")
    except Overtaken:
        form.overtake(queries.newest_text_number(name))
        return False
    return True


def _edit_page(current: Text, form: TextForm, *, is_preview: bool) -> str:
    is_compared = is_preview or bool(form.form_errors)
    return render_template(
        "pages/edit.html",
        text=current,
        slot=TEXTS[current.name],
        form=form,
        preview=html_of(current.name, form.text) if is_preview and not form.faults else None,
        changes=presenters.changes(current.text, form.text) if is_compared else None,
        words=presenters,
    )
