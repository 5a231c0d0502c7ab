"""Shapes of what people may say of themselves. Nothing is chosen in advance, and everything may be left out."""

import enum
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, RadioField, SelectChoice, SelectField, SelectMultipleField, StringField
from wtforms.validators import Length, ValidationError

from consult.accounts import labels
from consult.accounts.models import (
    WRITTEN_MAX,
    AgeBand,
    Answers,
    Community,
    Disability,
    Gender,
    Identity,
    Land,
    OfficialLanguage,
    Perspective,
    Population,
    Province,
)
from consult.core.formats import provinces
from consult.core.forms import BaseForm
from consult.core.names import one_line

PREFER_NOT = "prefer_not"
PREFER_NOT_WORDS = _l("Prefer not to say")
UNKNOWN = _l("Choose one of the answers shown")
ALONE = _l("“No” and “Prefer not to say” stand alone: keep that answer, or the others")
E = TypeVar("E", bound=enum.StrEnum)
Words = Mapping[E, LazyString]


def _known(_form: BaseForm, field: Field) -> None:
    """Refuse what is none of the answers. Nothing at all is a good answer."""
    given = field.data if isinstance(field.data, list) else [field.data or ""]
    if set(given) - {str(choice.value) for choice in field.choices} - {""}:
        raise ValidationError(str(UNKNOWN))


def _alone(*exclusive: str) -> Callable[[BaseForm, Field], None]:
    """Refuse an answer that says the others are none, beside one of them."""

    def check(_form: BaseForm, field: Field) -> None:
        if len(set(field.data)) > 1 and set(field.data) & {*exclusive, PREFER_NOT}:
            raise ValidationError(str(ALONE))

    return check


def _one(label: LazyString, words: Words[E]) -> RadioField:
    choices = [*(SelectChoice(value, said) for value, said in words.items()), SelectChoice(PREFER_NOT, PREFER_NOT_WORDS)]
    return RadioField(label, choices=choices, validate_choice=False, validators=[_known])


def _several(label: LazyString, words: Words[E], *exclusive: E) -> SelectMultipleField:
    choices = [*(SelectChoice(value, said) for value, said in words.items()), SelectChoice(PREFER_NOT, PREFER_NOT_WORDS)]
    return SelectMultipleField(label, choices=choices, validate_choice=False, validators=[_known, _alone(*exclusive)])


def _written(label: LazyString) -> StringField:
    return StringField(label, filters=[one_line], validators=[Length(max=WRITTEN_MAX, message=_l("Use at most 100 characters"))])


class ProfileForm(BaseForm):
    """Where a person stands, and where they live."""

    perspective = _one(_l("From where do you speak of policing?"), labels.PERSPECTIVE_CHOICES)
    province = SelectField(_l("Where do you live?"), validate_choice=False, validators=[_known])

    def __init__(self, *arguments: Any, **known: Any) -> None:  # noqa: ANN401 - WTForms' own signature
        super().__init__(*arguments, **known)
        names = [SelectChoice(code, name) for code, name in provinces()]
        self.province.choices = [SelectChoice("", _("No answer")), *names, SelectChoice(PREFER_NOT, PREFER_NOT_WORDS)]

    @property
    def said(self) -> dict[str, Any]:
        """What the service takes: an answer, or none."""
        return {"perspective": _chosen(self.perspective, Perspective), "province": _chosen(self.province, Province)}


class SelfIdentificationForm(BaseForm):
    """R2 to R8 of the method, and the consent that any answer needs."""

    consent = BooleanField(labels.CONSENT_WORDS)
    community = _one(_l("What best describes your community?"), labels.COMMUNITIES)
    lands = _several(_l("Is it on a First Nation reserve or in Inuit Nunangat?"), labels.LANDS)
    age = _one(_l("How old are you?"), labels.AGES)
    gender = _several(_l("What is your gender?"), labels.GENDERS)
    gender_written = _written(_l("Another gender, in your words"))
    identity = _several(_l("Do you identify as First Nations, Métis or Inuk (Inuit)?"), labels.IDENTITIES, Identity.NO)
    population = _several(_l("Which population groups describe you?"), labels.POPULATIONS)
    population_written = _written(_l("Another group, in your words"))
    disability = _one(_l("Do you have a disability?"), labels.DISABILITIES)
    language = _one(_l("Which official language do you prefer?"), labels.OFFICIAL_LANGUAGES)
    languages_written = _written(_l("Other languages that you speak or sign"))

    @property
    def answers(self) -> Answers:
        """What is to be kept: without what was not answered, or was preferred not to be."""
        return Answers(
            community=_chosen(self.community, Community),
            lands=_ticked(self.lands, Land),
            age=_chosen(self.age, AgeBand),
            gender=_with_words(_ticked(self.gender, Gender), Gender.ANOTHER, self.gender_written),
            gender_written=self.gender_written.data or "",
            identity=_ticked(self.identity, Identity),
            population=_with_words(_ticked(self.population, Population), Population.ANOTHER, self.population_written),
            population_written=self.population_written.data or "",
            disability=_chosen(self.disability, Disability),
            language=_chosen(self.language, OfficialLanguage),
            languages_written=self.languages_written.data or "",
        )

    def validate_consent(self, field: Field) -> None:
        """No answer is kept without it; who answers nothing need not agree to anything."""
        if not field.data and self.answers.as_json():
            raise ValidationError(_("Tick this box so that we may keep your answers, or clear the answers."))

    def validate_gender_written(self, field: Field) -> None:
        """Who would rather not say has said nothing."""
        self._not_beside(self.gender, field)

    def validate_population_written(self, field: Field) -> None:
        """The same."""
        self._not_beside(self.population, field)

    @staticmethod
    def _not_beside(field: Field, written: Field) -> None:
        if written.data and PREFER_NOT in field.data:
            raise ValidationError(_("You chose “Prefer not to say”. Clear these words, or choose another answer."))


def _chosen(field: Field, members: type[E]) -> E | None:
    return members(field.data) if field.data in set(members) else None


def _ticked(field: Field, members: type[E]) -> tuple[E, ...]:
    """In the order of the page, each once."""
    return tuple(member for member in members if member.value in field.data)


def _with_words(ticked: tuple[E, ...], another: E, written: Field) -> tuple[E, ...]:
    """Who writes another answer has chosen it, also without its box."""
    return (*ticked, another) if written.data and another not in ticked else ticked
