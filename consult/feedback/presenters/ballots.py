"""How answers to a section are put into words: is it fit for use, why not, and how important is it."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from consult.consultations.models import Consultation
from consult.core.formats import day
from consult.feedback.models import Readiness, ReadinessReason
from consult.feedback.queries import OwnAnswer

READINESS = {
    Readiness.READY: _l("Ready as is"),
    Readiness.CHANGES: _l("Ready with changes"),
    Readiness.NOT_READY: _l("Not ready"),
    Readiness.NOT_FOR_ME: _l("Not for me to say"),
}
READINESS_TAGS = {
    Readiness.READY: "accepted",
    Readiness.CHANGES: "part",
    Readiness.NOT_READY: "no",
    Readiness.NOT_FOR_ME: "plain",
}
REASONS = {
    ReadinessReason.UNCLEAR: _l("It is hard to understand"),
    ReadinessReason.INCOMPLETE: _l("It leaves out something important"),
    ReadinessReason.INACCURATE: _l("Something in it is wrong or out of date"),
    ReadinessReason.UNFAIR: _l("It is unfair to some people"),
    ReadinessReason.IMPRACTICAL: _l("It would not work in practice"),
    ReadinessReason.OTHER: _l("Another reason"),
}
IMPORTANCE = {
    1: _l("Not at all important"),
    2: _l("A little important"),
    3: _l("Fairly important"),
    4: _l("Very important"),
    5: _l("Essential"),
}


def readiness_word(readiness: Readiness) -> str:
    """An answer as the person chose it."""
    return str(READINESS[readiness])


def readiness_inside(readiness: Readiness) -> str:
    """The same inside a sentence."""
    words = readiness_word(readiness)
    return words[:1].lower() + words[1:]


def reason_word(code: str) -> str:
    """A reason as the person chose it."""
    return str(REASONS[ReadinessReason(code)])


def your_answer(answer: OwnAnswer) -> str:
    """One's own answer, where it counts."""
    return _("Your answer: %(answer)s.", answer=readiness_inside(answer.ballot.readiness))


def why_again(answer: OwnAnswer) -> str:
    """Why somebody who has answered is asked once more; until then the answer does not count for these words."""
    words = readiness_inside(answer.ballot.readiness)
    if not answer.same_wording:
        return _("The wording of this section changed since you answered (%(answer)s).", answer=words)
    return _("In an earlier consultation you gave an answer to this same wording (%(answer)s).", answer=words)


def until_confirmed(answer: OwnAnswer) -> str:
    """What confirming it does."""
    if answer.same_wording:
        return _("Once you have confirmed it, it counts in this consultation.")
    return _("Once you have confirmed it, it counts for the new wording.")


def asked_again(answer: OwnAnswer, consultation: Consultation) -> str:
    """The same at more length, on the page of the section."""
    said = {"answer": readiness_inside(answer.ballot.readiness), "date": day(answer.ballot.cast_at, consultation.zone)}
    if answer.is_here:
        return _("On %(date)s you answered “%(answer)s”. The wording has changed since.", **said)
    if answer.same_wording:
        return _("On %(date)s, in an earlier consultation, you answered “%(answer)s”. The wording is still the same.", **said)
    return _("On %(date)s, in an earlier consultation, you answered “%(answer)s”. The wording has changed since.", **said)
