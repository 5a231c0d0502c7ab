"""Texts on their way to be sent: where each belongs, and how it will appear."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from consult.accounts.models import User
from consult.accounts.session import current_actor
from consult.consultations import queries as consultations
from consult.core import clock
from consult.core.bilingual import Passage
from consult.core.errors import NotFound
from consult.core.i18n import TAGS, address, language, page_at
from consult.core.richtext import comment_html
from consult.feedback import presenters, queries, rules, services
from consult.feedback.forms import CommentForm, ReplyForm
from consult.feedback.models import WHOLE_MODULE, Comment, Origin, Visibility
from consult.feedback.presenters import Face, Known, Name
from consult.feedback.queries import CommentRow, Similar
from consult.feedback.services import Target
from consult.feedback.views.base import Spot
from consult.feedback.views.talk import Talk, talk_about

THREADS = ("feedback.thread", "feedback.discussion")
REPLIES = "feedback.comment"
# Asked again at every sending, and so never taken from what was kept: a box that was unticked is not ticked any more.
WISHES = ("author_choice", "with_role", "quote_ok")


@dataclass(frozen=True)
class Waiting:
    """A text that is not sent yet, and where it belongs."""

    text: ReplyForm
    fields: Mapping[str, list[str]]
    target: Target
    parent: Comment | None
    path: str

    @property
    def words(self) -> dict[str, object]:
        """What a service makes a comment of."""
        return {"kind": None, **self.text.said, "parent": self.parent}

    @property
    def carried(self) -> list[tuple[str, str]]:
        """Every field of it, for the form that sends it: also those that this page knows nothing of."""
        return [(name, value) for name, values in self.fields.items() if name not in WISHES for value in values]

    @property
    def answers_nothing(self) -> bool:
        """What it answers is not public any more."""
        return not is_there(self.parent)


def may_be_written_at(path: str) -> bool:
    """A comment or a reply is written on this page; the reply, to a comment that everybody can read."""
    endpoint, given = page_at(path) or ("", {})
    if endpoint == REPLIES:
        return is_there(queries.comment(int(given["comment_id"])))
    return endpoint in THREADS


def waiting_at(path: str, fields: Mapping[str, list[str]]) -> Waiting | None:
    """The text that was written on this page, where it can be sent: complete, and in a discussion that is still there."""
    endpoint, given = page_at(path) or ("", {})
    typed: MultiDict[str, str] = MultiDict(dict(fields))
    try:
        if endpoint in THREADS:
            place = consultations.discussed(given["module_id"], clock.now(), current_actor(), number=given.get("number"))
            key = given.get("key", WHOLE_MODULE)
            target = Target(place.consultation, place.module_id, place.version_id, key)
            text = CommentForm(typed).offer(queries.block_of(target.version_id, key) if key else None)
            found = Waiting(text, fields, target, None, Spot(place, given.get("number")).thread_url(key))
        elif endpoint == REPLIES:
            parent = _answered(given["comment_id"])
            here = address(REPLIES, comment_id=parent.id)
            found = Waiting(ReplyForm(typed), fields, services.target_of(parent), parent, here)
        else:
            return None
    except NotFound:
        return None
    return found if found.text.validate() else None


def _answered(comment_id: int) -> Comment:
    """The comment that a text answers, where this person can open its page: nothing is said of where another one stands."""
    parent, row = queries.comment_page(comment_id)
    if row is None and not rules.is_author(current_actor(), parent):
        raise NotFound(comment_id)
    return parent


def is_there(parent: Comment | None) -> bool:
    """What a reply answers can still be read by everybody. A comment answers nothing."""
    return parent is None or rules.is_public(parent)


def as_it_will_appear(waiting: Waiting, actor: User | None) -> tuple[Face, Talk]:
    """The comment as everybody will read it."""
    talk = talk_about([], waiting.target.consultation)
    known = Known(waiting.target.consultation.zone, shows_totals=False)
    face = presenters.faces([_row(waiting, actor)], known, talk.words)[0]
    name = face.name if actor else _("The name you choose, or none")
    bare = replace(talk, is_open=False, takes_votes=False, may_moderate=False, flag_url=None)
    face = face._replace(name=name, heard=_("your comment"), when=_("Not sent yet"), is_reply=False)
    return _with_passage(face, waiting), bare


def _with_passage(face: Face, waiting: Waiting) -> Face:
    """With the words of the passage that it quotes, and the other words that it proposes."""
    form, target = waiting.text, waiting.target
    value = form.said["more"].quote
    quote = queries.quote_on(target.version_id, target.block_key, value) if value else None
    face = face._replace(quote=presenters.quoted_words(quote))
    if not isinstance(form, CommentForm) or form.passage is None or not form.proposed:
        return face
    lang = form.passage.lang
    return face._replace(change=form.change, wording_lang="" if lang == language() else TAGS.get(lang, lang))


def place_of_text(waiting: Waiting) -> tuple[Passage, Name | None]:
    """The module it is about, and the part of it."""
    target = waiting.target
    version = queries.versions({target.version_id})[target.version_id]
    part = queries.Spoken(None, target.module_id, target.version_id, target.block_key)
    block = queries.places([part]).get(part[2:]) if target.block_key else None
    return version.title.read(language()), presenters.place_parts(block) if block else None


def said_already(waiting: Waiting, actor: User | None) -> list[Similar]:
    """What others said there that is much the same."""
    target, said = waiting.target, waiting.text.said
    spot = queries.Spot(target.consultation.id, target.module_id, target.version_id, target.block_key)
    own, answered = actor.id if actor else None, waiting.parent.id if waiting.parent else None
    return queries.similar(spot, body=said["body"], lang=said["lang"], author_id=own, answered=answered)


def _row(waiting: Waiting, actor: User | None) -> CommentRow:
    """As the row will be (`services.add_comment`), before there is one."""
    target, said = waiting.target, waiting.text.said
    shown = services.appear(actor, said["more"])
    return CommentRow(
        id=0,
        parent_id=waiting.parent.id if waiting.parent else None,
        module_id=target.module_id,
        version_id=target.version_id,
        block_key=target.block_key,
        safe_html=comment_html(services.clean_body(said["body"]), said["lang"]),
        title="",
        kind=said.get("kind"),
        lang=said["lang"],
        author_choice=shown.author_choice,
        origin=Origin.WEB,
        signed_as=shown.signed_as,
        perspective=shown.perspective,
        province=shown.province,
        posted_at=None,
        settled_at=None,
        edited_at=None,
        visibility=Visibility.PUBLISHED,
        reason_code=None,
        reply_count=0,
        agree_count=0,
        disagree_count=0,
        unsure_count=0,
    )
