"""The question at the end of each section and its page, and what those who write the report read; with nothing lost on the way."""

import pytest
from sqlalchemy import select

from consult.accounts.models import Role
from consult.consultations.models import Consultation
from consult.core.bilingual import Bilingual
from consult.core.db import db
from consult.core.drafts import Draft
from consult.feedback.models import REASON_MAX, FormerSectionBallot, Readiness, ReadinessReason, SectionBallot
from consult.modules import queries as modules
from consult.modules.models import Module
from tests.builders import PASSPHRASE, make_ballot, make_user
from tests.feedback.test_ballots import asked_about, next_round
from tests.support.clock import StoppedClock
from tests.support.forms import Given
from tests.support.pages import Page
from tests.support.site import Site
from tests.support.statements import Statements

LANGS = ("en", "fr")
LE_TON = "la section «\N{NO-BREAK SPACE}Le ton\N{NO-BREAK SPACE}»"
ASK = {"en": "Is this section ready? section “Tone”", "fr": f"Cette section est-elle prête? {LE_TON}"}
CHANGE = {"en": "Change it section “Tone”", "fr": f"La modifier {LE_TON}"}
AGAIN = {"en": "Does your answer still hold? section “Tone”", "fr": f"Votre réponse tient-elle toujours? {LE_TON}"}
YOURS = {"en": "Your answer: ready with changes.", "fr": "Votre réponse\N{NO-BREAK SPACE}: prête avec des changements."}
GIVEN: dict[str, Given] = {
    "readiness": "changes",
    "reasons": ["unclear", "other"],
    "reason": "Say it for two.",
    "lang": "en",
    "importance": 4,
}


def module_of(consultation: Consultation) -> Module:
    return consultation.modules[0].module


def ballots() -> list[SectionBallot]:
    return list(db.session.scalars(select(SectionBallot)))


@pytest.mark.parametrize("lang", LANGS)
def test_each_section_ends_with_its_question(site: Site, lang: str) -> None:
    consultation = asked_about()
    page = site.open("feedback.module", module_of(consultation), lang=lang)
    assert [found["id"] for found in page.all(class_="ask")] == ["ready-s1", "ready-s2"]
    section = page.follow(ASK[lang])
    assert section.h1 == {"en": "Tone", "fr": "Le ton"}[lang]
    assert not [field for field in section.form("ballot").standing() if field[0] in {"readiness", "reasons", "importance"}]


@pytest.mark.parametrize("lang", LANGS)
def test_an_answer_is_sent_and_then_stands_at_the_end_of_the_section(site: Site, lang: str) -> None:
    consultation, person = asked_about(), make_user(lang=lang)
    page = site.as_(person).open("feedback.section", module_of(consultation), lang=lang, key="s1")
    back = page.submit("ballot", **GIVEN | {"lang": lang})
    assert back.hops[0][0] == 303
    assert YOURS[lang] in back.article("ready-s1").text
    assert YOURS[lang] not in back.article("ready-s2").text
    ballot = ballots()[0]
    assert (ballot.readiness, ballot.reasons, ballot.reason) == (Readiness.CHANGES, ["unclear", "other"], "Say it for two.")
    assert (ballot.importance, ballot.lang) == (4, lang)
    standing = back.follow(CHANGE[lang]).form("ballot").standing()
    reasons = [("reasons", "unclear"), ("reasons", "other")]
    assert standing[1:] == [("readiness", "changes"), *reasons, ("reason", "Say it for two."), ("lang", lang), ("importance", "4")]


def test_what_was_said_of_its_importance_can_be_taken_back(site: Site) -> None:
    consultation, person = asked_about(), make_user()
    make_ballot(consultation, person, importance=5)
    page = site.as_(person).open("feedback.section", module_of(consultation), key="s1")
    page.submit("ballot", importance="")
    assert ballots()[0].importance is None
    assert db.session.scalars(select(FormerSectionBallot)).one().importance == 5


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"readiness": None}, "Choose an answer. One of them is “Not for me to say”."),
        ({"reasons": None}, "Choose at least one reason."),
        ({"reason": " \n"}, "Say in your own words what should change."),
        ({"reason": "x" * (REASON_MAX + 2)}, "Your text has 2 characters too many."),
    ],
)
def test_a_faulty_answer_says_why_and_keeps_what_was_given(site: Site, changed: dict[str, Given], sentence: str) -> None:
    values = {**GIVEN, **changed}
    page = site.as_(make_user()).open("feedback.section", module_of(asked_about()), key="s1").submit("ballot", **values)
    assert page.status == 422
    assert page.errors == [sentence]
    kept = page.form("ballot")
    assert kept.errors == [f"Error: {sentence}"]
    wanted = {(name, str(one)) for name, value in values.items() if value for one in (value if isinstance(value, list) else [value])}
    assert wanted - {("reason", " \n")} <= set(kept.standing())
    assert ballots() == []


def test_a_line_break_counts_once(site: Site) -> None:
    page = site.as_(make_user()).open("feedback.section", module_of(asked_about()), key="s1")
    assert page.submit("ballot", **GIVEN | {"reason": "x\r\n" * (REASON_MAX // 2)}).status == 200
    assert ballots()[0].reason.count("\n") == REASON_MAX // 2 - 1


@pytest.mark.parametrize("lang", LANGS)
def test_a_visitors_answer_waits_for_the_sign_in(site: Site, lang: str) -> None:
    person, module = make_user(lang=lang, passphrase=PASSPHRASE), module_of(asked_about())
    sign_in = site.open("feedback.section", module, lang=lang, key="s1").submit("ballot", **GIVEN)
    assert ballots() == []
    back = sign_in.submit("accounts.sign_in", email=person.email, passphrase=PASSPHRASE)
    assert set(back.form("ballot").standing()) >= {("readiness", "changes"), ("reasons", "other"), ("reason", "Say it for two.")}
    back.submit("ballot")
    assert ballots()[0].voter_id == person.id
    assert not db.session.scalars(select(Draft)).all()


def test_an_answer_after_closing_is_refused_with_its_words(site: Site, clock: StoppedClock) -> None:
    consultation = asked_about()
    page = site.as_(make_user()).open("feedback.section", module_of(consultation), key="s1")
    assert consultation.closes_at
    clock.set(consultation.closes_at)
    late = site.as_(make_user()).post("feedback.section", {**GIVEN}, subject=module_of(consultation), key="s1")
    assert (late.status, page.status) == (409, 200)
    assert "Say it for two." in late.html
    assert ballots() == []


def test_an_expired_token_keeps_the_answer_in_the_form(site: Site) -> None:
    page = site.as_(make_user()).post("feedback.section", {**GIVEN}, subject=module_of(asked_about()), key="s1", token=False)
    assert page.status == 422
    assert page.form("ballot").value("reason") == "Say it for two."
    assert ballots() == []


@pytest.mark.parametrize("lang", LANGS)
def test_after_closing_only_ones_own_answer_is_left(site: Site, lang: str) -> None:
    consultation, person = asked_about("closed"), make_user()
    make_ballot(consultation, person, readiness=Readiness.CHANGES)
    module = module_of(consultation)
    page = site.as_(person).open("feedback.module", module, lang=lang)
    assert page.article("ready-s1").text == YOURS[lang]
    assert not page.has(id="ready-s2")
    assert not site.open("feedback.module", module, lang=lang).all(class_="ask")
    section = site.as_(person).open("feedback.section", module, lang=lang, key="s1")
    assert YOURS[lang] in section.text
    assert not section.has("form", id="ballot")


@pytest.mark.parametrize("lang", LANGS)
def test_a_changed_wording_asks_again_and_one_button_confirms(site: Site, lang: str) -> None:
    first, person = asked_about("closed"), make_user()
    make_ballot(first, person, readiness=Readiness.NOT_READY, reasons=[ReadinessReason.UNFAIR], reason="Still unfair.", importance=3)
    module = module_of(next_round(first, "One officer talks, slowly."))
    page = site.as_(person).open("feedback.module", module, lang=lang)
    why = {"en": "changed since you answered (not ready)", "fr": "a changé depuis votre réponse (pas prête)"}[lang]
    assert why in page.article("ready-s1").text
    section = page.follow(AGAIN[lang])
    assert "open" in section.main.first("details").attributes
    confirm = section.first(class_="banner--important").first("button")
    assert confirm["form"] == "ballot", "the button sends the form as it stands"
    section.submit("ballot")
    latest = next(ballot for ballot in ballots() if ballot.consultation_id != first.id)
    assert (latest.readiness, latest.reasons, latest.reason, latest.importance) == (Readiness.NOT_READY, ["unfair"], "Still unfair.", 3)
    assert len(ballots()) == 2
    assert {"en": "Your answer: not ready.", "fr": "Votre réponse\N{NO-BREAK SPACE}: pas prête."}[lang] in site.as_(person).open(
        "feedback.module", module, lang=lang
    ).article("ready-s1").text


def test_the_same_wording_in_a_new_consultation_is_said_to_be_the_same(site: Site) -> None:
    first, person = asked_about("closed"), make_user()
    make_ballot(first, person)
    module = module_of(next_round(first, "One officer talks."))
    reader = site.as_(person)
    assert "an answer to this same wording (ready as is)" in reader.open("feedback.module", module).article("ready-s1").text
    assert "The wording is still the same." in reader.open("feedback.section", module, key="s1").text
    assert site.as_(make_user()).open("feedback.module", module).article("ready-s1").text == ASK["en"]


def test_an_earlier_version_keeps_its_own_answer(site: Site) -> None:
    first, person = asked_about("closed"), make_user()
    make_ballot(first, person, readiness=Readiness.CHANGES)
    second = next_round(first, "One officer talks, slowly.")
    make_ballot(second, person, readiness=Readiness.NOT_FOR_ME)
    reader, module = site.as_(person), module_of(first)
    assert reader.open("feedback.module_version", module, number=1).article("ready-s1").text == YOURS["en"]
    assert "not for me to say" in reader.open("feedback.module", module).article("ready-s1").text
    assert reader.open("feedback.section", module, key="s1", number=1).status == 200


@pytest.mark.parametrize("key", ["b01", "s9", "start"])
def test_only_a_section_has_such_a_page(site: Site, key: str) -> None:
    assert site.open("feedback.section", module_of(asked_about()), key=key).status == 404


def test_the_question_costs_a_signed_in_reader_one_select_and_a_visitor_none(site: Site, statements: Statements) -> None:
    consultation, person = asked_about(), make_user()
    make_ballot(consultation, person)
    module = module_of(consultation)
    for browser, wanted in ((site, 0), (site.as_(person), 1)):
        path = browser.path("feedback.module", module)
        with statements as seen:
            browser.open(path)
        assert len([one for one in seen.selects if "section_ballots" in one]) == wanted


def test_a_visitor_gets_the_same_bytes_whoever_has_answered(site: Site) -> None:
    consultation, person = asked_about(), make_user()
    module, reader = module_of(consultation), site.as_(person)
    before = [site.open("feedback.module", module).html, site.open("feedback.section", module, key="s1").html]
    make_ballot(consultation, person, readiness=Readiness.CHANGES, reason="Words of one person.")
    assert "Words of one person." in reader.open("feedback.section", module, key="s1").html
    assert YOURS["en"] in reader.open("feedback.module", module).text
    assert [site.open("feedback.module", module).html, site.open("feedback.section", module, key="s1").html] == before


@pytest.mark.parametrize("lang", LANGS)
def test_those_who_write_the_report_read_answers_and_reasons(site: Site, lang: str) -> None:
    consultation = asked_about()
    nobody, unfair = make_user(display_name="Zoé Secrète"), [ReadinessReason.UNFAIR]
    make_ballot(consultation, nobody, readiness=Readiness.NOT_READY, reasons=unfair, reason="Pas juste <du tout>.", lang="fr")
    make_ballot(consultation, readiness=Readiness.CHANGES, wording="an earlier one", reason="It was long.")
    analyst = site.as_(make_user(roles=[Role.ANALYST]))
    page = analyst.open("reports.workspace", consultation, lang=lang).follow(
        {"en": "Read the views on the sections, and the reasons", "fr": "Lire les avis sur les sections et les raisons données"}[lang]
    )
    row = page.first("tbody").all("tr")[0]
    assert [cell.text for cell in row.all("td")] == ["0", "0", "1", "0", "2"]
    reasons = page.follow({"en": "Tone", "fr": "Le ton"}[lang])
    said = reasons.all(class_="said")
    assert {one.text for one in said} == {"Pas juste <du tout>.", "It was long."}
    assert next(one for one in said if "juste" in one.text).lang == "fr"
    assert {"en": "On an earlier wording", "fr": "Sur un libellé antérieur"}[lang] in reasons.text
    words = {"en": "It is unfair to some people", "fr": "Elle est injuste envers certaines personnes"}[lang]
    counted = next(one for one in reasons.first("tbody").all("tr") if words in one.text)
    assert [cell.text for cell in counted.all("td")] == ["0", "1"]
    assert "Zoé" not in page.html + reasons.html


@pytest.mark.parametrize("role", [None, Role.MODERATOR, Role.COMMITTEE_MEMBER, Role.SAFETY_OFFICER])
def test_for_everybody_else_they_are_not_there(site: Site, role: Role | None) -> None:
    consultation = asked_about()
    make_ballot(consultation, readiness=Readiness.CHANGES)
    browser = site.as_(make_user(roles=[role] if role else []))
    assert browser.open("feedback.section_answers", consultation).status == 404
    entry = consultation.modules[0]
    assert browser.open("feedback.section_reasons", consultation, module_id=entry.module_id, key="s1").status == 404


def test_a_long_list_of_reasons_goes_on_after_the_last_one_read(site: Site, clock: StoppedClock) -> None:
    consultation = asked_about()
    for number in range(30):
        clock.move(seconds=1)
        make_ballot(consultation, readiness=Readiness.CHANGES, reason=f"Reason number {number}.")
    editor, entry = site.as_(make_user(roles=[Role.EDITOR])), consultation.modules[0]
    page: Page = editor.open("feedback.section_reasons", consultation, module_id=entry.module_id, key="s1")
    following = page.follow("Next page")
    words = [one.text for one in [*page.all(class_="said"), *following.all(class_="said")]]
    assert words == [f"Reason number {number}." for number in reversed(range(30))]
    for nonsense in ("-1", "x", "9" * 30):
        path = editor.path("feedback.section_reasons", consultation, module_id=entry.module_id, key="s1")
        assert editor.open(f"{path}?after={nonsense}").all(class_="said")[0].text == "Reason number 29."


def test_a_text_without_sections_asks_nothing(site: Site) -> None:
    consultation = asked_about()
    for block in modules.blocks(consultation.modules[0].version):
        if block.key.startswith("s"):
            db.session.delete(block)
        block.section_key, block.markdown = None, Bilingual("Words.", "Des mots.")
    db.session.flush()
    assert not site.open("feedback.module", module_of(consultation)).all(class_="ask")
    assert site.as_(make_user(roles=[Role.EDITOR])).open("feedback.section_answers", consultation).has(class_="empty")
