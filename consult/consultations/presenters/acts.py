"""Acts in words: what each does and asks for, and what people read of it afterwards."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from consult.consultations.models import Act, Consultation, ConsultationAct
from consult.core import zones
from consult.core.bilingual import Passage
from consult.core.formats import moment, number
from consult.core.i18n import language


@dataclass(frozen=True)
class ActWords:
    """What a host reads before an act: its name, what it means for people, and the words of the button and of the answer."""

    title: LazyString
    meaning: LazyString
    button: LazyString
    done: LazyString


ACTS = {
    Act.EXTEND: ActWords(
        _l("Extend the consultation"),
        _l("Everybody gets more time. The new date and your reason stand on the public page from now on."),
        _l("Extend the consultation"),
        _l("The consultation is extended. The reason is public."),
    ),
    Act.PAUSE: ActWords(
        _l("Pause the consultation"),
        _l("Nobody can comment or vote until you resume it. Everything can still be read. The last day for comments stays as it is."),
        _l("Pause the consultation"),
        _l("The consultation is paused. The reason is public."),
    ),
    Act.RESUME: ActWords(
        _l("Resume the consultation"),
        _l("People can comment and vote again. If the pause took much of their time, extend the consultation as well."),
        _l("Resume the consultation"),
        _l("The consultation is open again."),
    ),
    Act.CANCEL: ActWords(
        _l("Cancel the consultation"),
        _l("It ends for good, and there will be no report. What people wrote stays on the site to be read. This cannot be taken back."),
        _l("Cancel it for good"),
        _l("The consultation is cancelled. The reason is public."),
    ),
    Act.ARCHIVE: ActWords(
        _l("Archive the consultation"),
        _l("It leaves the lists of current consultations. Everything in it can still be read, and you can take it out of there again."),
        _l("Archive the consultation"),
        _l("The consultation is in the archive."),
    ),
    Act.UNARCHIVE: ActWords(
        _l("Take the consultation out of the archive"),
        _l("It stands in the lists again, at the stage where it was."),
        _l("Take it out of the archive"),
        _l("The consultation is in the lists again."),
    ),
}


@dataclass(frozen=True)
class Told:
    """One act as everybody reads it: when, what, and why."""

    when: str
    what: str
    reason: Passage | None


def history(consultation: Consultation, acts: Iterable[ConsultationAct]) -> list[Told]:
    """What happened along the way, the newest first."""
    return [_told(consultation, act) for act in acts]


def last_reason(acts: Iterable[ConsultationAct], *wanted: Act) -> Passage | None:
    """Why the newest of these acts was done."""
    return next((act.reason.read(language()) for act in acts if act.act in wanted), None)


def until(end: datetime, zone: str) -> str:
    """An exclusive end as people are told it: the last minute before it."""
    return moment(zones.last_second(end), zone)


def late_words(count: int) -> str:
    """How many contributions came after the closing, with leave."""
    return ngettext("%(count)s contribution came by late pass.", "%(count)s contributions came by late pass.", count, count=number(count))


def _told(consultation: Consultation, act: ConsultationAct) -> Told:
    reason = act.reason.read(language())
    return Told(moment(act.at, consultation.zone), _what(consultation, act), reason if reason.text else None)


def _what(consultation: Consultation, act: ConsultationAct) -> str:
    if act.act is Act.EXTEND and act.closes_after is not None:
        return _("Extended: comments close on %(moment)s", moment=moment(zones.last_second(act.closes_after), consultation.zone))
    return {
        Act.PAUSE: _("Paused: no comments and no votes for a while"),
        Act.RESUME: _("Resumed: comments and votes are taken again"),
        Act.CANCEL: _("Cancelled for good"),
        Act.ARCHIVE: _("Put into the archive"),
        Act.UNARCHIVE: _("Taken out of the archive"),
    }[act.act]
