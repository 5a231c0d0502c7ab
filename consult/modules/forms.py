"""The shape of what people ask for and send about modules: two versions to compare, two texts to bring in, a change log."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Self

from flask import request
from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FileField, HiddenField, TextAreaField
from wtforms.validators import ValidationError

from consult.core.based_forms import DIGITS_MAX, BasedForm
from consult.core.bilingual import LANGUAGES, Bilingual
from consult.core.errors import FileFault, NotFound
from consult.core.formats import number, spacing
from consult.core.forms import BaseForm
from consult.core.i18n import TAGS, language
from consult.modules.models import ModuleVersion, VersionStatus
from consult.modules.presenters import fault_sentence
from consult.modules.source import ModuleSource, SourceText, decoded, gathered, pair, source_text
from consult.modules.source.text import LOST

ALL, SENTENCES = "all", "sentences"
TEXT_MAX = 250_000  # bytes; two files and two areas still fit into one request
CHANGES_MAX = 5_000
TOLD_MOST = 20  # faults of one text
SOURCE = {"translate": "no"}  # keys and codes among the words: no browser may translate them
WHITE_SPACE = re.compile(r"[ \t\r\n]+")  # a change log is one paragraph; no-break spaces are typography


def lines_of(text: str | None) -> str:
    """A text with its own lines, whatever a browser or a system ends them with. White space at its ends is part of it."""
    return (text or "").replace("\r\n", "\n").replace("\r", "\n")


def _log(label: LazyString, lang: str) -> TextAreaField:
    """Half of a change log. It may wait; publication asks for it."""

    def check(_form: BaseForm, field: TextAreaField) -> None:
        if len(field.data) > CHANGES_MAX:
            raise ValidationError(ngettext("Use at most %(num)d character.", "Use at most %(num)d characters.", CHANGES_MAX))

    def set_well(text: str | None) -> str:
        return spacing(WHITE_SPACE.sub(" ", text or "").strip(" "), lang, edit=True)

    return TextAreaField(label, filters=[set_well], validators=[check], render_kw={"lang": TAGS[lang]})


@dataclass(frozen=True)
class Comparison:
    """What to compare, in which language, and how to show it."""

    before: ModuleVersion
    after: ModuleVersion
    lang: str
    langs: tuple[str, ...]
    shows_all: bool
    as_sentences: bool


def asked_comparison(versions: Sequence[ModuleVersion], langs: tuple[str, ...]) -> Comparison:
    """The choice in the address; without one, the version that people read is compared with the one before.

    A version that the reader may not know of is not found.
    """
    public = [version for version in versions if version.status is VersionStatus.PUBLISHED] or versions[-1:]
    after = _asked("to", versions, public[0])
    earlier = [version for version in versions if version.number < after.number and version.published_at is not None]
    before = _asked("from", versions, earlier[-1] if earlier else after)
    first, last = sorted((before, after), key=lambda version: version.number)
    asked = request.args.get("language", language())
    return Comparison(
        first,
        last,
        asked if asked in langs else langs[0] if language() not in langs else language(),
        langs,
        request.args.get("show") == ALL,
        request.args.get("view") == SENTENCES,
    )


def _asked(name: str, versions: Sequence[ModuleVersion], otherwise: ModuleVersion) -> ModuleVersion:
    asked = request.args.get(name, "")
    if not asked:
        return otherwise
    found = next((version for version in versions if str(version.number) == asked), None)
    if found is None:
        raise NotFound(asked)
    return found


class ChangeLogForm(BaseForm):
    """What is new in a version, and why."""

    changes_en = _log(_l("What is new, and why, in English"), "en")
    changes_fr = _log(_l("What is new, and why, in French"), "fr")

    @property
    def changes(self) -> Bilingual:
        """What was typed."""
        return Bilingual(self.changes_en.data, self.changes_fr.data)


class UploadForm(BasedForm, ChangeLogForm):
    """The two texts of a module, chosen as files or pasted. What a file holds stands in its area from then on: nothing is lost."""

    made_from = HiddenField(default="")
    file_en = FileField(_l("English file"))
    file_fr = FileField(_l("French file"))
    text_en = TextAreaField(_l("English text"), filters=[lines_of], render_kw=SOURCE)
    text_fr = TextAreaField(_l("French text"), filters=[lines_of], render_kw=SOURCE)

    # Of each language: how faults call the text, and what the file held before it was read as text.
    sources: dict[str, tuple[str, bytes | None]]

    @classmethod
    def about(cls, **known: str) -> Self:
        """The form as posted, each file in the place of its area; before that, with what is known."""
        form = cls.of_request(data=known)
        form.sources = {"en": (_("English text"), None), "fr": (_("French text"), None)}
        for lang in LANGUAGES if request.method == "POST" else ():
            form.take_file(lang)
        return form

    def take_file(self, lang: str) -> None:
        """Put what a chosen file holds into the area of its language."""
        sent = request.files.get(f"file_{lang}")
        content = sent.read() if sent and sent.filename else b""
        if not sent or not content:
            return
        name = PurePath(str(sent.filename).replace("\\", "/")).name
        # Two files of one name would share their faults.
        taken = name in {other for other, _content in self.sources.values()}
        self.sources[lang] = (f"{name} ({lang.upper()})" if taken else name, content)
        self[f"text_{lang}"].data = readable(content)

    def validate_text_en(self, field: TextAreaField) -> None:
        """There, and not too long."""
        self._check_text(field, "en")

    def validate_text_fr(self, field: TextAreaField) -> None:
        """There, and not too long."""
        self._check_text(field, "fr")

    def source(self) -> ModuleSource:
        """Both texts held against each other; their faults are raised together."""
        return pair(*gathered(lambda: self._source("en"), lambda: self._source("fr")))

    def blame(self, faults: Sequence[FileFault]) -> None:
        """Say each fault beside the text that has it."""
        for lang in LANGUAGES:
            field = self[f"text_{lang}"]
            own = [fault for fault in faults if fault.file == self.sources[lang][0]]
            told = [fault_sentence(fault, field.data.split("\n")) for fault in own[:TOLD_MOST]]
            more = len(own) - len(told)
            field.errors = [*told, ngettext("And %(num)d more.", "And %(num)d more.", more)] if more else told

    @property
    def made_from_number(self) -> int | None:
        """The version whose text this began with."""
        typed = self.made_from.data or ""
        return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= DIGITS_MAX else None

    def _check_text(self, field: TextAreaField, lang: str) -> None:
        if not (field.data or "").strip():
            raise ValidationError(_("Choose a file, or paste the text here: both languages come together."))
        if len(self.sources[lang][1] or field.data.encode()) > TEXT_MAX:
            most = number(TEXT_MAX // 1_000)
            raise ValidationError(_("This text is too long: a module has at most %(most)s kB in each language.", most=most))

    def _source(self, lang: str) -> SourceText:
        name, content = self.sources[lang]
        return source_text(name, self[f"text_{lang}"].data) if content is None else decoded(name, content)


def readable(content: bytes) -> str:
    """What a file holds, for people to read: what is not UTF-8 most often comes from Windows. The fault says so; nothing is lost."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return lines_of(content.decode(encoding)).replace("\0", LOST)
        except UnicodeDecodeError:
            continue
    return lines_of(content.decode("latin-1")).replace("\0", LOST)
