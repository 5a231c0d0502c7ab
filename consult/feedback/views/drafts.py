"""Drafts: saved by their button or while one types, listed in My activity, gone on with or thrown away."""

from collections.abc import Sequence
from typing import NamedTuple

from flask import flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from consult.accounts.session import current_actor
from consult.consultations import queries as consultations
from consult.core import clock, drafts, errors
from consult.core.access import signed_in
from consult.core.addresses import own_path
from consult.core.bilingual import Passage
from consult.core.drafts import Draft
from consult.core.errors import NotFound
from consult.core.forms import require_token, tidy
from consult.core.headers import never_kept
from consult.core.i18n import address, language, page_at
from consult.core.limits import limit
from consult.feedback import presenters, queries
from consult.feedback.forms import ReplyForm
from consult.feedback.models import WHOLE_MODULE
from consult.feedback.presenters import Name
from consult.feedback.queries import Spoken
from consult.feedback.views.activity import me
from consult.feedback.views.base import bp
from consult.feedback.views.waiting import REPLIES, THREADS, may_be_written_at

SAVED, FULL = 204, 409
NO_PART = ("at", "lang", "kind")  # of a text: not the words themselves


class Listed(NamedTuple):
    """A draft as the list shows it."""

    draft: Draft
    excerpt: Passage
    module: Passage | None
    place: Name | None
    answered: int | None  # the comment that it answers


def is_for_later(form: ReplyForm) -> bool:
    """The button that saves was pressed, and there is something to save. Whether it could be sent already does not matter."""
    return "keep" in request.form and bool(g.get("token_is_good")) and bool(tidy(form.body.data))


def has_room(form: ReplyForm) -> bool:
    """This person may keep one more text; else the form says so, and what was typed stands in it."""
    if drafts.has_room(request.path):
        return True
    form.form_errors.append(
        ngettext(
            "You have %(num)d draft already, and this one was not saved. Delete one in My activity, or send this text.",
            "You have %(num)d drafts already, and this one was not saved. Delete one in My activity, or send this text.",
            drafts.MOST_OF_A_PERSON,
        )
    )
    return False


def keep_for_later() -> Response:
    """Save the text, say where it is, and stay."""
    drafts.keep()
    if current_actor() is None:
        flash(_("Your text is kept in this browser for seven days. Sign in, and you find it on any device."))
    else:
        flash(_("Draft saved. For 30 days you find it here and in My activity, on any device."))
    return redirect(f"{request.path}#told", 303)


@bp.act("/drafts/save", "/brouillons/enregistrer")
@limit("60 per minute; 1500 per hour")
@errors.asks_nobody
@signed_in
def save_draft() -> ResponseReturnValue:
    """Save while somebody types; an empty text is one that they have thrown away."""
    require_token()
    path = own_path(request.form.get("at"))
    if path is None or not may_be_written_at(path):
        raise NotFound("page")
    if tidy(request.form.get("body")):
        if not drafts.has_room(path):
            return "", FULL
        drafts.keep_text(path, MultiDict(pair for pair in request.form.items(multi=True) if pair[0] != "at"))
    else:
        drafts.forget(path)
    return "", SAVED


@bp.page("/my-activity/drafts", "/mon-activite/brouillons")
@never_kept
@signed_in
def my_drafts() -> ResponseReturnValue:
    """What I began and did not send, the newest first."""
    return render_template("feedback/activity_drafts.html", drafts=_listed(drafts.of_person(me().id)), days=drafts.KEPT_FOR_A_PERSON.days)


@bp.act("/my-activity/drafts/delete", "/mon-activite/brouillons/supprimer")
@signed_in
def delete_draft() -> ResponseReturnValue:
    """Throw a draft away."""
    require_token()
    drafts.delete(me().id, request.form.get("draft", ""))
    flash(_("The draft is deleted."))
    return redirect(address("feedback.my_drafts"), 303)


@bp.act("/my-activity/drafts/go-on", "/mon-activite/brouillons/reprendre")
@signed_in
def go_on_with_draft() -> ResponseReturnValue:
    """Put a draft back into the form that it was written in."""
    require_token()
    path = drafts.bring_back(me().id, request.form.get("draft", ""))
    if path is None:
        raise NotFound("draft")
    endpoint, given = page_at(path) or ("home.index", {})
    return redirect(f"{address(endpoint, **given)}#add", 303)


def _listed(found: Sequence[Draft]) -> list[Listed]:
    """All places of the list in a few questions."""
    pages = [page_at(draft.path or "") or ("", {}) for draft in found]
    parents = queries.spoken_of({given["comment_id"] for endpoint, given in pages if endpoint == REPLIES}, me())
    spots = [parents.get(given.get("comment_id", 0)) or _spot(endpoint, given) for endpoint, given in pages]
    read = consultations.versions_read({spot.module_id for spot in spots if spot}, clock.now(), current_actor())
    here = [spot._replace(version_id=read.get(spot.module_id, 0)) if spot else None for spot in spots]
    versions, places = queries.versions(set(read.values())), queries.places([spot for spot in here if spot])

    def shown(draft: Draft, spot: Spoken | None) -> Listed:
        version = versions.get(spot.version_id) if spot else None
        block = places.get((spot.version_id, spot.block_key)) if spot else None
        title = version.title.read(language()) if version else None
        return Listed(draft, _words(draft), title, presenters.place_parts(block) if block else None, spot.comment_id if spot else None)

    return [shown(draft, spot) for draft, spot in zip(found, here, strict=True)]


def _spot(endpoint: str, given: dict[str, int | str]) -> Spoken | None:
    """Where a text of a discussion belongs; a text of another page has no place in any."""
    if endpoint not in THREADS:
        return None
    return Spoken(None, int(given["module_id"]), 0, str(given.get("key", WHOLE_MODULE)))


def _words(draft: Draft) -> Passage:
    """What was typed: in the form of a comment its body, in another form the longest of its fields."""
    given = draft.fields
    texts = given.get("body") or [text for name, values in given.items() if name not in NO_PART for text in values] or [""]
    return Passage(max(texts, key=len), given.get("lang", [language()])[0])
