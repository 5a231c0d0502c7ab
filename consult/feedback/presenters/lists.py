"""How lists of comments are put into words: what they can be filtered by, and where each comment stands."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from flask_babel import gettext as _
from flask_babel import pgettext

from consult.consultations.models import ConsultationModule
from consult.core.bilingual import Passage
from consult.core.i18n import TAGS, language
from consult.core.richtext import bare
from consult.feedback.models import BEFORE_SECTIONS, WHOLE_MODULE
from consult.feedback.presenters.comments import OTHER_LANGUAGES, place_name
from consult.feedback.presenters.faces import Face
from consult.feedback.presenters.wording import Wording
from consult.feedback.queries import Filters
from consult.modules.models import Block, BlockKind, ModuleVersion
from consult.modules.presenters import block_label

# Each language is named in itself.
LANGUAGES = {"en": "English", "fr": "Français", **dict(OTHER_LANGUAGES)}
BETWEEN = "-"  # of module and section in the value of an option; neither has one
# A shorter discussion is read as fast as a filter is chosen.
WORTH_FILTERING = 6


class Name(NamedTuple):
    """The name of a place inside a sentence; the title in it, if any, may be in another language than the sentence."""

    before: str
    title: Passage | None = None
    after: str = ""

    def __str__(self) -> str:
        """The whole of it as plain words."""
        return f"{self.before}{self.title or ''}{self.after}"


class Choice(NamedTuple):
    """One option of a filter."""

    value: str
    words: str
    lang: str = ""
    chosen: bool = False


class Group(NamedTuple):
    """The sections of one module, as options."""

    title: Passage
    choices: list[Choice]


@dataclass(frozen=True)
class FilterWords:
    """A filter as its form shows it, and in words what it lets through."""

    kinds: list[Choice]
    languages: list[Choice]
    sections: list[Group]

    @property
    def chosen(self) -> list[Choice]:
        """What was asked for."""
        all_sections = [choice for group in self.sections for choice in group.choices]
        return [choice for choice in (*all_sections, *self.kinds, *self.languages) if choice.chosen]


class Entry(NamedTuple):
    """One comment of the list of all: where it stands, and what it answers."""

    face: Face
    module: Passage
    place: Name
    url: str
    answers: str


def filter_words(filters: Filters, words: Wording, sections: Sequence[Group] = ()) -> FilterWords:
    """The options, those chosen marked."""
    kinds = [Choice(kind.value, label, chosen=kind is filters.kind) for kind, label in words.kinds.items()]
    languages = [
        Choice(code, name, "" if code == words.lang else TAGS.get(code, code), code == filters.lang) for code, name in LANGUAGES.items()
    ]
    return FilterWords(kinds, languages, list(sections))


def section_groups(entries: Sequence[ConsultationModule], blocks: Sequence[Block], chosen: str) -> list[Group]:
    """The sections of every module, in their order. `blocks` are headings and what stands before them, `chosen` what was asked for."""
    by_version = {version_id: list(found) for version_id, found in groupby(blocks, key=lambda block: block.version_id)}
    return [
        Group(entry.version.title.read(language()), _section_choices(entry, by_version.get(entry.version_id, []), chosen))
        for entry in entries
    ]


def _section_choices(entry: ConsultationModule, blocks: Sequence[Block], chosen: str) -> list[Choice]:
    own, around = language(), entry.version.title.read(language()).lang

    def choice(key: str, words: str, lang: str) -> Choice:
        value = f"{entry.module_id}{BETWEEN}{key}"
        return Choice(value, words, TAGS[lang] if lang != around else "", value == chosen)

    found = [choice(WHOLE_MODULE, _("The whole module"), own)]
    if any(block.section_key is None for block in blocks):
        found.append(choice(BEFORE_SECTIONS, _("Before the first section"), own))
    for block in blocks:
        if block.kind is BlockKind.SECTION:
            title = section_passage(block)
            found.append(choice(block.key, title.text, title.lang))
    return found


def section_passage(block: Block) -> Passage:
    """The title of a section as plain words, with the language it is in."""
    title = block.html.read(language())
    return Passage(bare(title.text), title.lang)


def place_parts(block: Block) -> Name:
    """The name of a block inside a sentence, as `place_name` gives it, with the title of a section apart."""
    if block.kind is not BlockKind.SECTION:
        return Name(place_name(block))
    before, _title, after = pgettext("place", "section “%(title)s”").partition("%(title)s")
    return Name(before, section_passage(block), after)


def _alone(block: Block) -> Name:
    """The name of a block by itself."""
    return Name("", section_passage(block)) if block.kind is BlockKind.SECTION else Name(block_label(block))


def entries(
    faces: Sequence[Face],
    versions: Mapping[int, ModuleVersion],
    blocks: Mapping[tuple[int, str], Block],
    address_of: Callable[[ModuleVersion, str], str],
    words: Wording,
) -> list[Entry]:
    """The rows of the list; the name of a place is written once, however many comments stand there."""
    places = {key: _alone(block) for key, block in blocks.items()}
    whole = Name(_("The whole module"))
    titles = {number: version.title.read(words.lang) for number, version in versions.items()}
    return [
        Entry(
            face,
            titles[face.row.version_id],
            places.get((face.row.version_id, face.row.block_key), whole),
            address_of(versions[face.row.version_id], face.row.block_key),
            words.answers % {"number": face.row.parent_id} if face.is_reply else "",
        )
        for face in faces
    ]


def none_found(*, is_filtered: bool) -> str:
    """An empty list, kindly."""
    return _("No published comment matches this choice.") if is_filtered else _("Nobody has commented yet.")
