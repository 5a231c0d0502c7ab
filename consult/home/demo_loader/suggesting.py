"""Suggested wordings of the demo: the whole passage as its author would have it, and what those who write the modules decided."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from consult.accounts.models import User
from consult.core.bilingual import Bilingual
from consult.core.db import db
from consult.core.i18n import other
from consult.feedback import queries, services
from consult.feedback.models import Comment, More, Suggestion, SuggestionStatus
from consult.feedback.services import Taking, Target
from consult.home.demo_loader import content
from consult.home.demo_loader.content import WordingDecision
from consult.home.demo_loader.sayings import Saying
from consult.modules import queries as modules
from consult.modules.services import carried_over

Note = Callable[[datetime, partial[None]], None]


def other_words(saying: Saying, target: Target) -> More:
    """The passage with the suggested words in the place of those that they replace."""
    words = queries.original(queries.block_of(target.version_id, target.block_key), saying.lang).text
    before = content.wordings()["places"].get(saying.source_id, "")
    return More(replacement=words.replace(before, saying.suggests) if before else f"{saying.suggests} {words}", worded=saying.lang)


def note_decisions(note: Note, sayings: list[Saying], comments: dict[str, Comment], editor: User) -> None:
    """Note what is decided on those of these comments that suggest something."""
    posted = {saying.source_id: saying.posted_at for saying in sayings}
    for line in content.wordings()["decisions"]:
        if line["comment"] in posted:
            note(posted[line["comment"]] + timedelta(hours=line["after_hours"]), partial(_decide, line, comments, editor))


def _decide(line: WordingDecision, comments: dict[str, Comment], editor: User) -> None:
    suggestion = db.session.get_one(Suggestion, comments[line["comment"]].id)
    outcome, reason = SuggestionStatus(line["outcome"]), content.both(line["reason"])
    if "other" in line and "changes" in line:
        services.take_over(editor, suggestion, outcome, reason=reason, taking=_taking(suggestion, line))
    else:
        services.leave_out(editor, suggestion, outcome, reason=reason)


def _taking(suggestion: Suggestion, line: WordingDecision) -> Taking:
    comment = suggestion.comment
    newest = modules.latest_version(modules.module(comment.module_id))
    now = queries.block_of(newest.id, comment.block_key).markdown
    texts = {
        suggestion.lang: carried_over(now[suggestion.lang], suggestion.replacement),
        other(suggestion.lang): now[other(suggestion.lang)].replace(line["other"]["before"], line["other"]["after"]),
    }
    return Taking(Bilingual(**texts), content.both(line["changes"]), newest.number)
