"""What there is to take part in: scope, modules, statements, and how much has been said."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from consult.consultations.models import Consultation, ConsultationModule
from consult.consultations.presenters.dates import capitalized
from consult.consultations.rules import Stage, is_published
from consult.core.bilingual import Passage
from consult.core.formats import number
from consult.core.i18n import address, language

SECONDS_A_STATEMENT, SECONDS_A_MINUTE = 10, 60


@dataclass(frozen=True)
class ModuleCard:
    """A module as the page of its consultation shows it. Without an address it cannot be read yet."""

    number: int
    title: Passage
    subtitle: Passage | None
    url: str
    facts: list[tuple[str, str]]
    content_note: Passage | None


def scope_rows(consultation: Consultation) -> list[tuple[str, str, str, Passage]]:
    """What can change, what cannot, and what is promised: (icon, kind, label, text), without the parts that an import lacks."""
    rows = [
        ("pencil", "", _("Open to change"), consultation.scope_open),
        ("lock", "dt--decided", _("Already decided"), consultation.scope_decided),
        ("none", "dt--not", _("Not covered here"), consultation.scope_excluded),
        ("heart", "", _("Our commitment"), consultation.promise),
    ]
    return [(icon, kind, label, text.read(language())) for icon, kind, label, text in rows if text.en or text.fr]


def module_cards(consultation: Consultation, reached: Stage, read: Mapping[int, int], *, is_preview: bool = False) -> list[ModuleCard]:
    """Its modules in order; `read` says at which version each stands at its short address (`queries.versions_read`)."""
    return [
        ModuleCard(
            number,
            *_halves(entry.version.title.read(language())),
            _preview_url(consultation, entry) if is_preview else _module_url(entry, read),
            _facts(entry, reached),
            _note(entry),
        )
        for number, entry in enumerate(consultation.modules, start=1)
    ]


def comment_count(count: int) -> str:
    """So many comments, in words where there is none."""
    return ngettext("%(count)s comment", "%(count)s comments", count, count=number(count)) if count else _("No comments yet")


def statement_count(consultation: Consultation) -> str:
    """How many statements it asks about."""
    return ngettext("%(num)d short statement", "%(num)d short statements", consultation.statement_count)


def contents(consultation: Consultation) -> list[tuple[str, str]]:
    """What there is to take part in, for a card: (icon, words)."""
    modules, comments = len(consultation.modules), total_comments(consultation)
    facts = [("list", ngettext("%(num)d module", "%(num)d modules", modules))] if modules else []
    facts += [("agree", statement_count(consultation))] if consultation.statement_count else []
    return [*facts, ("comment", comment_count(comments))] if comments else facts


def voting_minutes(consultation: Consultation) -> str:
    """How long it takes to answer all statements."""
    minutes = max(1, round(consultation.statement_count * SECONDS_A_STATEMENT / SECONDS_A_MINUTE))
    return ngettext("About %(num)d minute; stop any time.", "About %(num)d minutes; stop any time.", minutes)


def total_comments(consultation: Consultation) -> int:
    """The published comments on all its modules."""
    return sum(entry.comment_count for entry in consultation.modules)


def _facts(entry: ConsultationModule, reached: Stage) -> list[tuple[str, str]]:
    """Minutes, comments, version: (icon, words). Where nobody wrote, only a reader who still may is told so."""
    version = entry.version
    length = version.reading_minutes(language())
    minutes = [("clock", ngettext("%(num)d min", "%(num)d min", length))] if length else []
    if not is_published(version):
        return [*minutes, ("warning", _("Not published yet"))]
    said = [("comment", comment_count(entry.comment_count))] if entry.comment_count or reached is Stage.OPEN else []
    return [*minutes, *said, ("", _("Version %(number)s", number=number(version.number)))]


def _note(entry: ConsultationModule) -> Passage | None:
    note = entry.version.content_note.read(language())
    return note if note.text else None


def _preview_url(consultation: Consultation, entry: ConsultationModule) -> str:
    """Where staff look at it before it is public."""
    return address("feedback.preview", consultation, module_id=entry.module_id)


def _module_url(entry: ConsultationModule, read: Mapping[int, int]) -> str:
    """The short address where it leads to this very version; else the one that names the version."""
    if not is_published(entry.version):
        return ""
    if read.get(entry.module_id) == entry.version_id:
        return address("feedback.module", entry.module)
    return address("feedback.module_version", entry.module, number=entry.version.number)


def _halves(title: Passage) -> tuple[Passage, Passage | None]:
    """A title of the form “The First Minute: slowing down a tense encounter” is shown in two lines."""
    head, colon, rest = title.text.partition(":")
    if not colon or not rest.startswith(" "):
        return title, None
    return Passage(head.rstrip(), title.lang), Passage(capitalized(rest.strip()), title.lang)
