"""The shapes of a decision on a suggested wording: why, and where it is taken over, the passage in both languages."""

from typing import Self

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, TextAreaField
from wtforms.validators import Length, ValidationError

from consult.core.based_forms import BasedForm
from consult.core.bilingual import Bilingual
from consult.core.forms import BaseForm, tidy
from consult.core.i18n import TAGS, other, speaking
from consult.core.richtext import plain_text
from consult.core.word_marks import same_words
from consult.feedback.models import REASON_MAX, AuthorChoice, Suggestion, SuggestionStatus
from consult.feedback.presenters import place_name
from consult.modules.models import Block, ModuleVersion
from consult.modules.rules import is_frozen
from consult.modules.services import carried_over

BLOCK_MAX, LOG_MAX = 20_000, 5_000
_TOO_LONG = Length(max=REASON_MAX, message=_l("This has more than 2,000 characters."))
_LOG_TOO_LONG = Length(max=LOG_MAX, message=_l("This has more than 5,000 characters."))
_BLOCK_TOO_LONG = Length(max=BLOCK_MAX, message=_l("This has more than 20,000 characters."))


def _both(_form: BaseForm, field: Field) -> None:
    """What the site says, it says in both languages."""
    if not field.data:
        raise ValidationError(_("Write the reason in both languages."))


def _log_of(label: LazyString, lang: str) -> TextAreaField:
    return TextAreaField(label, filters=[tidy], validators=[_LOG_TOO_LONG], render_kw={"lang": TAGS[lang]})


def _reason(label: LazyString, lang: str) -> TextAreaField:
    return TextAreaField(label, filters=[tidy], validators=[_both, _TOO_LONG], render_kw={"lang": TAGS[lang]})


class ReasonForm(BaseForm):
    """Why it is decided so."""

    reason_en = _reason(_l("Reason, in English"), "en")
    reason_fr = _reason(_l("Reason, in French"), "fr")

    @property
    def reason(self) -> Bilingual:
        """What was typed."""
        return Bilingual(self.reason_en.data, self.reason_fr.data)


class TakingForm(BasedForm, ReasonForm):
    """The same with the passage as it will be in both languages, and what the change log says of it."""

    text_en = TextAreaField(_l("The passage in English, in Markdown"), filters=[tidy], validators=[_BLOCK_TOO_LONG])
    text_fr = TextAreaField(_l("The passage in French, in Markdown"), filters=[tidy], validators=[_BLOCK_TOO_LONG])
    other_same = BooleanField(_l("The other language needs no change"))
    changes_en = TextAreaField(
        _l("What is new, and why, in English"), filters=[tidy], validators=[_LOG_TOO_LONG], render_kw={"lang": "en-CA"}
    )
    changes_fr = TextAreaField(
        _l("What is new, and why, in French"), filters=[tidy], validators=[_LOG_TOO_LONG], render_kw={"lang": "fr-CA"}
    )

    suggestion: Suggestion
    outcome: SuggestionStatus
    block: Block
    prepared: str  # the suggested words as the passage would have them

    @classmethod
    def about(cls, suggestion: Suggestion, outcome: SuggestionStatus, newest: ModuleVersion, block: Block, named: Block) -> Self:
        """Begin with the passage as the newest version has it; where all is accepted, with the suggested words in its language.

        `named` is the block in the version that people read, whose number they know.
        """
        prepared = carried_over(block.markdown[suggestion.lang], suggestion.replacement)
        texts = {f"text_{lang}": block.markdown[lang] for lang in TAGS}
        if outcome is SuggestionStatus.ACCEPTED:
            texts[f"text_{suggestion.lang}"] = prepared
        logs = {f"changes_{lang}": _log(suggestion, newest, named, lang) for lang in TAGS}
        form = cls.of_request(data={**texts, **logs, "base": str(newest.number)})
        form.suggestion, form.outcome, form.block, form.prepared = suggestion, outcome, block, prepared
        return form

    @property
    def markdown(self) -> Bilingual:
        """The passage as it will be."""
        return Bilingual(self.text_en.data, self.text_fr.data)

    @property
    def changes(self) -> Bilingual:
        """What the change log will say, a paragraph a language."""
        return Bilingual(*(" ".join(field.data.split()) for field in (self.changes_en, self.changes_fr)))

    def validate_text_en(self, field: TextAreaField) -> None:
        """There, and what the decision says."""
        self._check(field, "en")

    def validate_text_fr(self, field: TextAreaField) -> None:
        """There, and what the decision says."""
        self._check(field, "fr")

    def validate_other_same(self, field: BooleanField) -> None:
        """Both languages change in one step, or somebody says that one of them need not."""
        lang = other(self.suggestion.lang)
        if self._is_unchanged(lang) and not field.data:
            raise ValidationError(_("Both languages say the same. Change the other text too, or say that it needs no change."))

    def refuse_form(self) -> None:
        """Say that these words are no single passage."""
        sentence = _("This cannot be one passage. Write it without an empty line, a key, or the mark of a list or a heading.")
        for lang in TAGS:
            if not self._is_unchanged(lang):
                self[f"text_{lang}"].errors = [sentence]

    def _check(self, field: TextAreaField, lang: str) -> None:
        if not field.data:
            raise ValidationError(_("Write the passage: a text is never empty in one language."))
        if lang != self.suggestion.lang:
            return
        is_as_suggested = field.data == self.prepared or same_words(plain_text(field.data), self.suggestion.replacement)
        if self.outcome is SuggestionStatus.ACCEPTED and not is_as_suggested:
            raise ValidationError(_("These are not the suggested words. Put them back, or go back and accept the suggestion in part."))
        if self.outcome is SuggestionStatus.IN_PART and self._is_unchanged(lang):
            raise ValidationError(_("Nothing of the suggestion stands here yet. Change the passage, or decline the suggestion."))

    def _is_unchanged(self, lang: str) -> bool:
        return bool(tidy(self[f"text_{lang}"].data) == tidy(self.block.markdown[lang]))


def _log(suggestion: Suggestion, newest: ModuleVersion, named: Block, lang: str) -> str:
    """What a draft says already, and this change. Of a comment that was sent to the team alone the public learns no number."""
    comment = suggestion.comment
    with speaking(lang):
        place = place_name(named)
        if comment.author_choice is AuthorChoice.TEAM_ONLY:
            entry = _("New wording for %(place)s.", place=place)
        else:
            entry = _("New wording for %(place)s, as suggested in comment %(number)d.", place=place, number=comment.id)
    return entry if is_frozen(newest) else f"{newest.changes[lang]} {entry}".strip()
