"""The words of moderation: reasons, and the six public rules they belong to."""

from dataclasses import dataclass

from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from consult.feedback.models import EditState
from consult.feedback.presenters import visibility_word
from consult.moderation.models import Decision, Reason

REASONS: dict[Reason, LazyString] = {
    Reason.PII_SELF: _l("Personal information of the person who wrote it"),
    Reason.PII_THIRD: _l("Personal information of another person"),
    Reason.THREAT: _l("Threat or incitement to violence"),
    Reason.SELF_HARM: _l("Safety of a person"),
    Reason.HATE: _l("Hate speech"),
    Reason.HARASS: _l("Personal attack or harassment"),
    Reason.ILLEGAL: _l("Matter before the courts, or an identity that the law protects"),
    Reason.OPSEC: _l("Operational detail that would endanger people"),
    Reason.COPYRIGHT: _l("Protected work, beyond quotation"),
    Reason.SPAM: _l("Commercial or automated content"),
    Reason.IMPORTED: _l("Not public at its source"),
    Reason.ERROR: _l("Moderation error, comment restored"),
}


@dataclass(frozen=True)
class Rule:
    """One public rule: its number, its title, what it asks, and the reasons that come under it."""

    number: int
    title: LazyString
    text: LazyString
    reasons: tuple[Reason, ...]


RULES = (
    Rule(
        1,
        _l("Safety"),
        _l("No threats. If you write that you or someone else is in danger, we do not publish it: a person answers you."),
        (Reason.THREAT, Reason.SELF_HARM),
    ),
    Rule(
        2,
        _l("Personal information"),
        _l(
            "Do not name or describe anyone who could be recognized: no names, badge, phone or file numbers, no addresses. "
            "Your own included."
        ),
        (Reason.PII_THIRD, Reason.PII_SELF),
    ),
    Rule(
        3,
        _l("Respect"),
        _l("Criticize ideas, institutions and practices as strongly as you wish. Do not attack a person, or a group for who they are."),
        (Reason.HATE, Reason.HARASS),
    ),
    Rule(
        4,
        _l("Courts and confidentiality"),
        _l("No details of a case before the courts, no identity protected by law, no operational detail that could endanger people."),
        (Reason.ILLEGAL, Reason.OPSEC, Reason.COPYRIGHT),
    ),
    Rule(
        5,
        _l("The subject"),
        _l("Comments are about the module. A comment on something else is not removed for that: we tell you where it can be heard."),
        (),
    ),
    Rule(6, _l("Advertising"), _l("No advertising, no automated messages."), (Reason.SPAM,)),
)


def reason_label(code: str) -> str:
    """The words for a reason code; a code of an earlier policy stands for itself."""
    return str(REASONS[Reason(code)]) if code in set(Reason) else code


def note_hint(lang: str) -> str:
    """In which language the author reads."""
    if not lang:
        return _("Written without an account: a message reaches nobody. Whoever has the receipt code reads the reason.")
    if lang == "fr":
        return _("The author reads in French. Say what could be changed so that the comment can be published.")
    return _("The author reads in English. Say what could be changed so that the comment can be published.")


def decision_word(decision: Decision, edit: EditState | None) -> str:
    """What was decided: of the comment, or of a change of it."""
    if edit is EditState.ACCEPTED:
        return _("Change accepted")
    if edit is EditState.REFUSED:
        return _("Change not accepted")
    return visibility_word(decision.after)


def people(number: int) -> str:
    """How many people flagged a comment."""
    return ngettext("%(num)d person", "%(num)d people", number)
