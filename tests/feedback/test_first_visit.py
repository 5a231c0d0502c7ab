"""The six most likely misunderstandings of a first visit: each is answered in a sentence where it arises, and in the guide."""

from dataclasses import dataclass

import pytest
from flask import Flask

from consult.consultations.models import Consultation
from consult.core.bilingual import Bilingual
from consult.core.paths import ROOT
from tests.builders import make_block, make_comment, make_consultation, make_version
from tests.support.site import Site

GUIDES = {"en": ROOT / "docs" / "participants.md", "fr": ROOT / "docs" / "participants.fr.md"}
NBSP = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class Doubt:
    """What a person may wonder, the page where they do, and the sentence there."""

    question: Bilingual
    endpoint: str
    answer: Bilingual


DOUBTS = (
    Doubt(
        Bilingual("Do I need an account to read?", "Faut-il un compte pour lire?"),
        "feedback.module",
        Bilingual("You can read everything without an account.", "Vous pouvez tout lire sans compte."),
    ),
    Doubt(
        Bilingual("Do the police get what I write?", "La police reçoit-elle ce que j’écris?"),
        "feedback.thread",
        Bilingual(
            "This form does not reach a police service: in an emergency, call 911 or your local emergency number. "
            "A published comment can be read by everyone, police officers too.",
            f"Ce formulaire n’est pas acheminé à un service de police{NBSP}: en cas d’urgence, composez le 911 ou le numéro d’urgence de "
            "votre localité. Un commentaire publié peut être lu par tout le monde, y compris par la police.",
        ),
    ),
    Doubt(
        Bilingual("Who sees my name?", "Qui voit mon nom?"),
        "feedback.thread",
        Bilingual(
            "The name beside your comment is yours to choose, and your e-mail address is never made public.",
            "Vous choisissez le nom qui accompagne votre commentaire, et votre adresse courriel n’est jamais rendue publique.",
        ),
    ),
    Doubt(
        Bilingual("Which language may I write in?", "Dans quelle langue puis-je écrire?"),
        "feedback.thread",
        Bilingual(
            "Write in the language you like. Comments in every language stand in one discussion.",
            "Écrivez dans la langue de votre choix. Les commentaires de toutes les langues se trouvent dans une même discussion.",
        ),
    ),
    Doubt(
        Bilingual("Can I change my mind?", "Puis-je changer d’avis?"),
        "feedback.thread",
        Bilingual(
            "With an account, you can change your comment or take it back until the consultation closes.",
            "Avec un compte, vous pouvez modifier ou retirer votre commentaire jusqu’à la clôture de la consultation.",
        ),
    ),
    Doubt(
        Bilingual("Is this a vote?", "Est-ce un vote?"),
        "feedback.thread",
        Bilingual(
            "Agree or disagree with what you read. This is not a ballot: answers inform the committee, they do not decide.",
            f"Dites si vous êtes d’accord avec ce que vous lisez. Ce n’est pas un scrutin{NBSP}: les réponses éclairent le comité, elles "
            "ne décident pas.",
        ),
    ),
)


@pytest.fixture
def round_(app: Flask) -> Consultation:
    """An open consultation with a discussion."""
    version = make_version()
    make_block(version, key="b01")
    found = make_consultation("open", versions=[version])
    make_comment(found, block_key="b01")
    return found


@pytest.mark.parametrize("lang", GUIDES)
@pytest.mark.parametrize("doubt", DOUBTS, ids=lambda doubt: doubt.question.en)
def test_it_is_answered_where_it_arises_and_in_the_guide(site: Site, round_: Consultation, doubt: Doubt, lang: str) -> None:
    module = round_.modules[0].module
    in_thread = doubt.endpoint == "feedback.thread"
    page = site.open(doubt.endpoint, module, lang=lang, key="b01") if in_thread else site.open(doubt.endpoint, module, lang=lang)
    assert doubt.answer[lang] in page.text, f"Say it on the page again, or answer “{doubt.question.en}” there in other words, and here."
    assert f"### {doubt.question[lang]}\n" in GUIDES[lang].read_text(encoding="utf-8")


def test_there_are_six(app: Flask) -> None:
    assert len({doubt.question.en for doubt in DOUBTS}) == 6
