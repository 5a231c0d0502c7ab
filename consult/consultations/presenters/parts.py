"""The task list in words: what each part is called, why it matters, and where it stands."""

from dataclasses import dataclass

from flask_babel import LazyString, lazy_pgettext
from flask_babel import lazy_gettext as _l

from consult.consultations.parts import DONE, OPTIONAL, TO_DO


@dataclass(frozen=True)
class PartWords:
    """A part as the task list names it, and the guidance on its page."""

    title: LazyString
    guidance: LazyString


PARTS = {
    "about": PartWords(
        _l("Title and summary"),
        _l("The question in one or two sentences, in words that people use at the kitchen table. Both languages appear together."),
    ),
    "scope": PartWords(
        _l("What people can influence"),
        _l("People see this before anything else. Say clearly what is open to change, what is decided already, and what is not covered."),
    ),
    "modules": PartWords(
        _l("Modules"),
        _l("Choose what people read and comment on, and in which order. Once it is open, modules may join and none may leave."),
    ),
    "dates": PartWords(
        _l("Dates and time zone"),
        _l("Leave people at least four weeks, and more over a holiday. After the opening, only an extension moves the last day."),
    ),
    "who": PartWords(
        _l("Who may comment"),
        _l("An account protects votes against doubles. Without one, more people take part, and moderators have more to read."),
    ),
    "moderation": PartWords(
        _l("Moderation"),
        _l("Say when a comment appears. The rules of the site hold everywhere; add what matters in this consultation alone."),
    ),
    "other-ways": PartWords(
        _l("Other ways to take part"),
        _l("Not everybody can or wants to write on a website. Give a telephone number, a postal address, or a place with paper forms."),
    ),
    "promise": PartWords(
        _l("What we promise in return"),
        _l("Say what will be done with what people say, and promise only what you can keep."),
    ),
    "committee": PartWords(
        _l("Committee that answers"),
        _l("It reads the report and answers every recommendation in public. It may be named later, but not changed after the opening."),
    ),
    "answer": PartWords(
        _l("Date of the answer"),
        _l("Until when the committee answers. Once it is announced, it can only be put later."),
    ),
}
# Where a part stands: words, and the kind of tag.
STATES = {
    DONE: (lazy_pgettext("part of a task list", "Done"), "accepted"),
    TO_DO: (lazy_pgettext("part of a task list", "To do"), "alert"),
    OPTIONAL: (lazy_pgettext("part of a task list", "Optional"), "plain"),
}
