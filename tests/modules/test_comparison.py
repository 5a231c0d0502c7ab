"""Two versions compared: what a reader sees, and what a screen reader says, in both languages."""

from time import perf_counter

import pytest
from flask import Flask

from consult.accounts.models import Role
from consult.accounts.rules import operator
from consult.core.bilingual import Bilingual
from consult.core.i18n import speaking
from consult.modules.models import BlockKind, Module, ModuleVersion, VersionStatus
from consult.modules.presenters import Change, Part, Text, compared
from consult.modules.queries import blocks
from consult.modules.services import import_module, publish_version
from tests.builders import make_block, make_module, make_user, make_version
from tests.modules.files import DEMO
from tests.support.pages import Page
from tests.support.site import Site

STEMS = (("02-the-first-minute.v1.en", "02-la-premiere-minute.v1.fr"), ("02-the-first-minute.en", "02-la-premiere-minute.fr"))
NBSP = "\u00a0"


@pytest.fixture
def minute(app: Flask) -> Module:
    """The demo module with its two versions."""
    for en, fr in STEMS:
        imported = import_module(operator(), DEMO / f"{en}.md", DEMO / f"{fr}.md")
        publish_version(operator(), imported.version)
    return imported.module


def sentences(page: Page) -> dict[str, str]:
    """The list as it is heard: the words of each sentence, by the key of the part."""
    return {item.get("id"): " ".join(item.text.replace(NBSP, " ").split()) for item in page.first(class_="sentences").all("li")}


def wording(page: Page, key: str) -> list[str]:
    """Both wordings of a part as they are heard."""
    section = next(one for one in page.all("section") if one.get("aria-labelledby") == key)
    return [" ".join(one.text.replace(NBSP, " ").split()) for one in section.all(class_="wording")]


SPOKEN = {
    "en": {
        "b05": (
            "Paragraph 5: removed “Keep a safe distance at all times. If you can, put”, added “Two extra steps back,”; "
            "removed “person. Distance protects you and gives you time to react.”, added “person can turn a threat into a conversation. "
            "Distance protects everyone, including you. Plan an exit for the other person too; people who feel trapped may fight.”"
        ),
        "b12": (
            "Paragraph 12: removed “call the local crisis team and, if it is safe, wait for it. When the team arrives, it takes over the "
            "conversation.”, added “ask early whether a clinician, a crisis team or someone they trust can come or speak by phone. In many "
            "rural and northern places no team is near. Then the duty is to make the best use of what there is: a nurse by video, a "
            "neighbour, a slower pace.”"
        ),
    },
    "fr": {
        "b05": (
            "Paragraphe 5 : supprimé « Gardez en tout temps une distance sûre. Si vous le pouvez, placez », ajouté « Deux pas de plus en "
            "arrière, »; supprimé « personne. La distance vous protège et vous laisse le temps de réagir. », ajouté « personne peuvent "
            "transformer une menace en conversation. La distance protège tout le monde, vous aussi. Prévoyez également une sortie pour "
            "l’autre : une personne qui se sent coincée peut se débattre. »"
        ),
        "b12": (
            "Paragraphe 12 : supprimé « appelez l’équipe de crise locale et, si la situation est sûre, attendez-la. À son arrivée, c’est "
            "elle qui poursuit la conversation. », ajouté « demandez tôt si une clinicienne ou un clinicien, une équipe de crise ou une "
            "personne en qui elle a confiance peut venir ou parler au téléphone. Dans bien des régions rurales et nordiques, aucune équipe "
            "n’est à proximité. Le devoir consiste alors à tirer le meilleur parti de ce qui existe : du personnel infirmier par vidéo, "
            "une voisine ou un voisin, un rythme plus lent. »"
        ),
    },
}


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_demo_module_compared_as_a_list_of_sentences(site: Site, minute: Module, lang: str) -> None:
    heard = sentences(site.open("modules.compare", minute, lang=lang, view="sentences"))
    assert list(heard) == ["b05", "b09", "b12", "b14"]
    assert {key: heard[key] for key in SPOKEN[lang]} == SPOKEN[lang]


SEEN = {
    "en": (
        (
            "Before, version 1 Distance. Removed: Keep a safe distance at all times. If you can, put (end of what was removed) a parked "
            "car or a counter between you and the Removed: person. Distance protects you and gives you time to react. (end of what was "
            "removed)"
        ),
        (
            "Now, version 2 Distance. Added: Two extra steps back, (end of what was added) a parked car or a counter between you and the "
            "Added: person can turn a threat into a conversation. Distance protects everyone, including you. Plan an exit for the other "
            "person too; people who feel trapped may fight. (end of what was added)"
        ),
    ),
    "fr": (
        (
            "Avant, version 1 La distance. Supprimé : Gardez en tout temps une distance sûre. Si vous le pouvez, placez (fin de ce qui "
            "est supprimé) une voiture stationnée ou un comptoir entre vous et la Supprimé : personne. La distance vous protège et vous "
            "laisse le temps de réagir. (fin de ce qui est supprimé)"
        ),
        (
            "Maintenant, version 2 La distance. Ajouté : Deux pas de plus en arrière, (fin de ce qui est ajouté) une voiture stationnée "
            "ou un comptoir entre vous et la Ajouté : personne peuvent transformer une menace en conversation. La distance protège tout "
            "le monde, vous aussi. Prévoyez également une sortie pour l’autre : une personne qui se sent coincée peut se débattre. (fin "
            "de ce qui est ajouté)"
        ),
    ),
}


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_demo_module_compared_side_by_side(site: Site, minute: Module, lang: str) -> None:
    page = site.open("modules.compare", minute, lang=lang)
    assert tuple(wording(page, "b05")) == SEEN[lang]
    assert {one.tag for one in page.all("ins") + page.all("del")} == {"ins", "del"}
    whole = site.open("modules.compare", minute, lang=lang, show="all")
    assert len(whole.all(class_="change")) == 36
    assert {"en": "4 parts are different. 32 parts are the same.", "fr": "4 passages sont différents. 32 passages sont les mêmes."}[
        lang
    ] in page.text


def test_a_page_may_show_the_text_of_the_other_language(site: Site, minute: Module) -> None:
    page = site.open("modules.compare", minute, language="fr")
    removed = page.all("del")[0]
    assert "Gardez en tout temps" in removed.text
    assert removed.all("span", lang="fr-CA")
    assert page.follow("Français").path.endswith("changements?language=fr")


def test_the_choice_of_versions_stands_in_the_address_and_in_the_form(site: Site, minute: Module) -> None:
    page = site.open(f"/en/modules/12-{minute.slug.en}/changes?from=2&to=1")
    assert page.h1 == "What changed from version 1 to version 2"
    form = page.form("modules.compare")
    same = page.send(form, {"from": "2", "to": "2", "view": "sentences", "show": "all"})
    assert "This is the same version twice" in same.text


@pytest.mark.parametrize("asked", ["3", "0", "-1", "x", "99999999999"])
def test_a_version_that_is_not_there_is_not_found(site: Site, minute: Module, asked: str) -> None:
    assert site.open("modules.compare", minute, to=asked).status == 404


def test_what_is_new_and_why_is_public_in_both_languages(site: Site, minute: Module) -> None:
    for lang, words in (("en", "After the first round."), ("fr", "Après le premier tour.")):
        page = site.open("modules.versions", minute, lang=lang)
        assert words in page.text
        assert [one.text.replace(NBSP, " ") for one in page.main.all("h2")] == ["Version 2", "Version 1"]
    assert "one person" in site.open("modules.versions", minute).text


def draft_of(module: Module) -> ModuleVersion:
    version = make_version(module, status=VersionStatus.DRAFT)
    make_block(version, markdown=Bilingual("A secret draft.", "Une ébauche secrète."))
    return version


def test_a_draft_is_compared_by_staff_alone(site: Site, minute: Module) -> None:
    draft_of(minute)
    editor = site.as_(make_user(roles=[Role.EDITOR]))
    address = f"/en/modules/12-{minute.slug.en}/changes?from=2&to=3"
    assert "A secret draft." in editor.open(address).text
    for browser in (site, site.as_(make_user())):
        assert browser.open(address).status == 404
        assert "secret" not in browser.open("modules.compare", minute).text
        assert "Version 3" not in browser.open("modules.versions", minute).text


def test_a_module_of_drafts_alone_is_not_there_for_the_public(site: Site) -> None:
    module = draft_of(make_module()).module
    assert site.open("modules.compare", module).status == 404
    assert site.open("modules.versions", module).status == 404


def parts(old: list[tuple[str, str]], new: list[tuple[str, str]]) -> list[Part]:
    """Two versions of paragraphs, compared; of each its key and its English words."""
    module = make_module()
    texts: list[Text] = []
    for words in (old, new):
        version = make_version(module)
        version.status = VersionStatus.SUPERSEDED
        for key, english in words:
            kind = BlockKind.SECTION if key[0] == "s" else BlockKind.PARAGRAPH
            make_block(version, key=key, kind=kind, markdown=Bilingual(english, "pareil"))
        texts.append(Text(version, blocks(version)))
    with speaking("en"):
        return [part for part in compared(texts[0], texts[1], "en") if part.key not in {"title", "audience"}]


@pytest.mark.usefixtures("app")
def test_parts_that_are_new_taken_out_moved_and_restyled_are_told_apart() -> None:
    old = [("s1", "One"), ("b01", "First."), ("b02", "Second."), ("b03", "Third."), ("b04", "Fourth.")]
    new = [("s1", "One"), ("b05", "Brand new."), ("b03", "Third."), ("b01", "First."), ("b04", "*Fourth.*")]
    found = parts(old, new)
    assert [(part.key, part.label, part.change) for part in found] == [
        ("s1", "Heading of section 1", Change.SAME),
        ("b05", "Paragraph 1", Change.NEW),
        ("b03", "Paragraph 2", Change.SAME),
        ("b01", "Paragraph 3", Change.SAME),
        ("b02", "Paragraph 2", Change.RETIRED),
        ("b04", "Paragraph 4", Change.FORM),
    ]
    assert [part.key for part in found if part.moved] == ["b03"]
    assert {part.key: part.was for part in found if part.was} == {"b03": "Paragraph 3", "b01": "Paragraph 1"}


def test_a_text_rewritten_from_end_to_end_is_compared_in_a_moment(app: Flask) -> None:
    def rewritten(version: ModuleVersion, start: int) -> Text:
        for number in range(100):
            words = " ".join(f"w{(start * place * place + number) % 401}" for place in range(400))
            make_block(version, key=f"b{number:03}", markdown=Bilingual(words, words))
        return Text(version, blocks(version))

    before = rewritten(make_version(), 3)
    after = rewritten(make_version(), 7)
    with app.test_request_context("/en/"):
        begun = perf_counter()
        parts = compared(before, after, "en")
    assert perf_counter() - begun < 1.0, "Half a second at worst; a test machine may be slow."
    assert all(part.before and part.after and part.pieces for part in parts if part.key.startswith("b"))
