"""The words of flags: why somebody asks for a moderator, and what came of it."""

from flask_babel import lazy_gettext as _l

from consult.feedback.models import FlagReason, FlagState

# In the order of the public rules.
FLAG_REASONS = {
    FlagReason.SAFETY: _l("It threatens somebody, or somebody may be in danger"),
    FlagReason.PERSONAL: _l("It gives personal information: a name, a number, an address"),
    FlagReason.RESPECT: _l("It attacks a person, or a group for who they are"),
    FlagReason.COURTS: _l("It speaks of a case before the courts, or of something confidential"),
    FlagReason.SUBJECT: _l("It is about something else than this text"),
    FlagReason.ADVERTISING: _l("It is advertising, or an automated message"),
    FlagReason.OTHER: _l("Something else, which I explain below"),
}
FLAG_STATES = {
    FlagState.OPEN: _l("A moderator will look at it."),
    FlagState.WITHDRAWN: _l("You took your flag back."),
    FlagState.DISMISSED: _l("A moderator read the comment and left it public."),
    FlagState.ACTED: _l("A moderator read the comment and took it out of public view."),
}


def flag_reason_word(reason: FlagReason) -> str:
    """Why somebody asked."""
    return str(FLAG_REASONS[reason])


def flag_state_word(state: FlagState) -> str:
    """What became of it, for the person who asked."""
    return str(FLAG_STATES[state])
