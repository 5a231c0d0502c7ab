"""How versions of a module are called, what one still lacks, and the faults of its files in the language of the page."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

from consult.accounts.models import User
from consult.core.errors import FileFault
from consult.core.formats import spacing
from consult.core.i18n import language
from consult.core.sentences import Sentence
from consult.modules.models import Block, ModuleVersion, VersionStatus
from consult.modules.presenters.comparison import labels

STATUSES = {
    VersionStatus.DRAFT: (_l("Draft, not public"), "draft"),
    VersionStatus.IN_REVIEW: (_l("In review, not public"), "draft"),
    VersionStatus.PUBLISHED: (lazy_pgettext("a version", "Published"), "open"),
    VersionStatus.SUPERSEDED: (_l("Replaced by a newer version"), ""),
}
IN_LANGUAGE = {"en": _l("in English"), "fr": _l("in French")}
PARTS = {
    "title": _l("The title"),
    "audience": _l("For whom it is"),
    "content_note": _l("The content note"),
    "notice": _l("The line above the text"),
}
CHANGES_MISSING = {
    "changes_en": _l("Write in English what is new in this version, and why: on its page, or as `changes:` in the front matter."),
    "changes_fr": _l("Write in French what is new in this version, and why: on its page, or as `changes:` in the front matter."),
}
WRITTEN_MOST = 60  # of a faulty line, in a sentence about it


def version_name(version: ModuleVersion) -> str:
    """“Version 2”."""
    return _("Version %(number)d", number=version.number)


def who(person: User | None) -> str:
    """Who did it, for staff."""
    if person is None:
        return _("the command line, or an account that is gone")
    return person.display_name or _("a person without a display name")


def missing_text(code: str, blocks: Sequence[Block]) -> str:
    """A sentence for a code of `rules.missing_parts`."""
    if code == "blocks":
        return _("There is no text yet.")
    if code in CHANGES_MISSING:
        return str(CHANGES_MISSING[code])
    name, _between, lang = code.rpartition("_")
    part = str(PARTS[name]) if name in PARTS else labels(blocks)[name]
    return _("%(part)s is missing %(language)s.", part=part, language=IN_LANGUAGE[lang])


def in_words(sentence: str) -> str:
    """A sentence of a fault in the language of the page."""
    if not isinstance(sentence, Sentence):
        return sentence
    values = {name: in_words(value) if isinstance(value, str) else value for name, value in sentence.values.items()}
    return spacing(_(sentence.msgid, **values), language(), edit=False)


def fault_sentence(fault: FileFault, lines: Sequence[str]) -> str:
    """A fault as a page tells it: where, the words that stand there, why, and how to mend it. `lines` are those of its text."""
    reason, mend = in_words(fault.reason), in_words(fault.mend)
    if fault.line is None:
        return _("%(file)s: %(reason)s %(mend)s", file=fault.file, reason=reason, mend=mend)
    written = lines[fault.line - 1].strip() if fault.line <= len(lines) else ""
    words = written if len(written) <= WRITTEN_MOST else f"{written[:WRITTEN_MOST]}…"
    if words:
        place = _("%(file)s, line %(line)d (“%(words)s”)", file=fault.file, line=fault.line, words=words)
    else:
        place = _("%(file)s, line %(line)d", file=fault.file, line=fault.line)
    return _("%(file)s: %(reason)s %(mend)s", file=place, reason=reason, mend=mend)
