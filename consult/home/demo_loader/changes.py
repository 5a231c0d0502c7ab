"""What people changed in the open round, what came back to its author, and what was flagged: noted on the timeline of the talk."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial

from consult.accounts.models import Role
from consult.feedback import queries, services
from consult.feedback.models import FlagReason
from consult.home.demo_loader import content
from consult.home.demo_loader.content import EditLine, FlagLine, ReturnLine
from consult.home.demo_loader.sayings import Saying
from consult.home.demo_loader.talk import Talk
from consult.moderation import services as moderation
from consult.moderation.models import Reason


def note(talk: Talk, sayings: Sequence[Saying]) -> None:
    """Note what happened to these comments."""
    said = {saying.source_id: saying for saying in sayings}
    found = content.changes()
    for edit in found["edits"]:
        _at(talk, said, edit["comment"], edit["after_hours"], partial(_edit, talk, edit))
        if "accepted_after_hours" in edit:
            _at(talk, said, edit["comment"], edit["accepted_after_hours"], partial(_accept, talk, edit))
    for returned in found["returns"]:
        _at(talk, said, returned["comment"], returned["after_hours"], partial(_return, talk, returned))
    for flag in found["flags"]:
        _at(talk, said, flag["comment"], flag["after_hours"], partial(_flag, talk, flag))


def _at(talk: Talk, said: dict[str, Saying], comment: str, hours: int, act: partial[None]) -> None:
    if comment in said:
        talk.timeline.note(said[comment].posted_at + timedelta(hours=hours), act)


def _edit(talk: Talk, line: EditLine) -> None:
    comment = talk.comments[line["comment"]]
    services.edit_comment(talk.crowd.authors[line["comment"]], comment, body=line["body"], lang=comment.lang)


def _accept(talk: Talk, line: EditLine) -> None:
    waiting = queries.waiting_edit(talk.comments[line["comment"]].id)
    if waiting is not None:
        moderation.accept_edit(talk.staff.people[Role.MODERATOR], waiting)


def _return(talk: Talk, line: ReturnLine) -> None:
    moderation.return_comment(
        talk.staff.people[Role.MODERATOR],
        talk.comments[line["comment"]],
        reason=Reason(line["reason"]),
        passage=line["passage"],
        note=line["note"],
    )


def _flag(talk: Talk, line: FlagLine) -> None:
    person = talk.staff.accounts[line["account"]]
    comment, reason = talk.comments[line["comment"]], FlagReason(line["reason"])
    services.flag_comment(person, comment, reason=reason, words=line["words"], lang=person.lang)
