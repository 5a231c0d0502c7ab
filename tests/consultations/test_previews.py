"""A look ahead at a draft, and a new draft like an earlier consultation."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from consult.accounts.models import Role
from consult.audit.models import Action, AuditEntry
from consult.consultations import services
from consult.consultations.models import Consultation, Mode, WhoMayContribute
from consult.consultations.rules import Stage, stage
from consult.core import clock as site_clock
from consult.core.bilingual import Bilingual
from consult.core.db import db
from consult.feedback.models import Comment, Statement
from consult.modules.models import VersionStatus
from tests.builders import make_block, make_comment, make_committee, make_consultation, make_statement, make_user, make_version
from tests.support.site import Site


def draft() -> Consultation:
    """With a module that is not published either."""
    version = make_version(title=Bilingual("Alpha", "Alpha"), status=VersionStatus.DRAFT)
    make_block(version)
    return make_consultation("draft", versions=[version], other_ways=Bilingual("By mail.", "Par la poste."))


def previews(row: Consultation) -> list[tuple[str, dict[str, Any]]]:
    """Its own, and that of its module."""
    return [("consultations.preview", {}), ("feedback.preview", {"module_id": row.modules[0].module_id})]


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_staff_see_a_draft_as_a_stranger_will(site: Site, lang: str) -> None:
    row, host = draft(), site.as_(make_user(roles=[Role.EDITOR]))
    page = host.open("consultations.preview", row, lang=lang)
    assert {"en": "Preview: this is how", "fr": "Aperçu\u00a0: voici ce que"}[lang] in page.text
    assert page.main.first("span", class_="tag").text == {"en": "Open", "fr": "Ouverte"}[lang]
    assert row.other_ways[lang] in page.text
    assert not page.has("section", aria_labelledby="staff")
    module = page.follow("Alpha")
    assert {"en": "Preview: this is how", "fr": "Aperçu\u00a0: voici ce que"}[lang] in module.text
    assert {"en": "Comment on the whole module", "fr": "Commenter l’ensemble du module"}[lang] in module.links
    assert not module.main.has("form")
    assert db.session.get_one(Consultation, row.id).published_at is None


def test_a_preview_leads_to_no_page_that_is_not_there(site: Site) -> None:
    row, host = draft(), site.as_(make_user(roles=[Role.EDITOR]))
    for target, arguments in previews(row):
        page = host.open(target, row, **arguments)
        for url in {link["href"] for link in page.main.all("a")}:
            assert url.startswith(("#", "?at=", "?markers=")) or host.open(url).status == 200, url


@pytest.mark.parametrize("role", [*Role, None])
def test_a_preview_is_for_those_who_may_change_the_draft(site: Site, role: Role | None) -> None:
    row = draft()
    reader = site.as_(make_user(roles=[role] if role else []))
    for target, arguments in previews(row):
        assert reader.open(target, row, **arguments).status == (200 if role in {Role.EDITOR, Role.ADMINISTRATOR} else 404)


def test_a_module_of_another_consultation_has_no_preview_here(site: Site) -> None:
    row, other = draft(), draft()
    host = site.as_(make_user(roles=[Role.EDITOR]))
    assert host.open("feedback.preview", row, module_id=other.modules[0].module_id).status == 404


def test_a_draft_whose_dates_are_past_is_seen_open_too(site: Site) -> None:
    now = site_clock.now()
    row = make_consultation("draft", opens_at=now - timedelta(days=9), closes_at=now - timedelta(days=2))
    page = site.as_(make_user(roles=[Role.EDITOR])).open("consultations.preview", row)
    assert page.main.first("span", class_="tag").text == "Open"


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_new_draft_has_the_words_and_settings_and_nothing_that_people_said(site: Site, lang: str) -> None:
    row = make_consultation(
        "reported",
        mode=Mode.PRE,
        who_may_contribute=WhoMayContribute.CONFIRMED_EMAIL,
        committee_id=make_committee().id,
        zone="America/Regina",
        moderation_rules=Bilingual("No names.", "Aucun nom."),
    )
    make_comment(row)
    make_statement(row)
    host = site.as_(make_user(roles=[Role.EDITOR]))
    page = host.open("consultations.edit", row, lang=lang).follow(
        {"en": "Begin a new consultation like this one", "fr": "Commencer une consultation semblable"}[lang]
    )
    page = page.send("consultations.duplicate")
    made = db.session.get_one(Consultation, row.id + 1)
    assert page.path == site.path("consultations.edit", made, lang=lang)
    same = ("title", "summary", "scope_open", "promise", "moderation_rules", "zone", "mode", "who_may_contribute", "committee_id")
    assert {name: getattr(made, name) for name in same} == {name: getattr(row, name) for name in same}
    empty = ("opens_at", "closes_at", "report_by", "respond_by", "published_at", "reported_at")
    assert {getattr(made, name) for name in empty} == {None}
    assert (made.modules, made.statement_count, made.slug != row.slug) == ([], 0, True)
    assert stage(made, site_clock.now()) is Stage.DRAFT
    for table in (Comment, Statement):
        assert db.session.query(table).filter_by(consultation_id=made.id).count() == 0


def test_where_it_came_from_is_in_the_trail(app: Flask) -> None:
    row = make_consultation("closed")
    made = services.duplicate_consultation(make_user(roles=[Role.EDITOR]), row)
    entry = db.session.query(AuditEntry).filter_by(action=Action.CONSULTATION_DUPLICATED.value).one()
    assert (entry.target, entry.detail) == (f"consultation:{made.id}", f'{{"earlier":{row.id}}}')
