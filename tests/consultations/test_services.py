"""Creating, changing, publishing: what is asked for, what is refused, what is written down."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from consult.accounts.models import Role, User
from consult.audit.models import Action, AuditEntry
from consult.consultations import queries, rules, services
from consult.consultations.models import Consultation, Mode, WhoMayContribute
from consult.consultations.rules import Stage
from consult.consultations.services import Promised
from consult.core import clock as site_clock
from consult.core.bilingual import Bilingual
from consult.core.db import db
from consult.core.errors import Incomplete, Refused
from consult.modules.models import VersionStatus
from tests.builders import make_committee, make_consultation, make_module, make_user, make_version
from tests.builders.consultations import TEXTS
from tests.support.clock import StoppedClock

EMPTY = Bilingual("", "")
DAY = timedelta(days=1)
HALVES = [f"{name}_{lang}" for name in TEXTS for lang in ("en", "fr")]


@pytest.fixture
def editor(app: Flask) -> User:
    """Somebody who may host consultations."""
    return make_user(roles=[Role.EDITOR])


def entries(action: Action) -> list[dict[str, object]]:
    """What the trail says of such acts."""
    return [
        json.loads(entry.detail)
        for entry in db.session.scalars(select(AuditEntry).where(AuditEntry.action == action).order_by(AuditEntry.id))
    ]


@pytest.mark.parametrize("role", [*Role, None])
def test_editors_and_administrators_host_consultations(app: Flask, role: Role | None) -> None:
    actor = make_user(roles=[role] if role else [])
    allowed = role in {Role.EDITOR, Role.ADMINISTRATOR}
    consultation = make_consultation("draft")
    acts = (
        lambda: services.create_consultation(actor, title=TEXTS["title"]),
        lambda: services.change_consultation(actor, consultation, mode=Mode.POST),
        lambda: services.set_modules(actor, consultation, []),
        lambda: services.place_version(actor, consultation, make_version()),
        lambda: services.publish_consultation(actor, consultation),
    )
    for act in acts:
        if allowed:
            act()
        else:
            with pytest.raises(Refused):
                act()


def test_a_visitor_hosts_nothing(app: Flask) -> None:
    with pytest.raises(Refused):
        services.create_consultation(None, title=TEXTS["title"])


def test_an_import_stays_as_it_came(editor: User) -> None:
    imported = make_consultation("closed", imported=True)
    with pytest.raises(Refused):
        services.change_consultation(editor, imported, title=TEXTS["title"])
    with pytest.raises(Refused):
        services.place_version(editor, imported, make_version())


def test_a_new_consultation_is_a_draft_and_is_written_down(editor: User) -> None:
    made = services.create_consultation(editor, title=TEXTS["title"], zone="America/Halifax")
    assert rules.stage(made, site_clock.now()) is Stage.DRAFT
    assert (made.title, made.summary, made.zone, made.mode) == (TEXTS["title"], EMPTY, "America/Halifax", Mode.PRE)
    assert made.slug == Bilingual("recruit-training-first-foundations", "formation-des-recrues-les-premieres-bases")
    assert entries(Action.CONSULTATION_CREATED) == [{}]


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        (Bilingual("Listening", ""), Bilingual("listening", "listening")),
        (Bilingual("", "À l’écoute"), Bilingual("a-l-ecoute", "a-l-ecoute")),
        (Bilingual("2027", "2027-2028"), Bilingual("consultation-2027", "consultation-2027-2028")),
        (Bilingual("?", "!"), Bilingual("consultation", "consultation")),
    ],
)
def test_a_slug_is_made_from_each_title(editor: User, title: Bilingual, slug: Bilingual) -> None:
    assert services.create_consultation(editor, title=title).slug == slug


def test_slugs_are_unique_within_their_language(editor: User) -> None:
    first, second, third = (services.create_consultation(editor, title=Bilingual("Round", french)) for french in ("Tour", "Round", "Tour"))
    assert [one.slug for one in (first, second, third)] == [
        Bilingual("round", "tour"),
        Bilingual("round-2", "round"),
        Bilingual("round-3", "tour-2"),
    ]


def test_a_slug_may_be_chosen(editor: User) -> None:
    made = services.create_consultation(editor, title=TEXTS["title"], slug=Bilingual("recruits", "recrues"))
    assert made.slug == Bilingual("recruits", "recrues")


def test_the_slug_of_a_draft_follows_its_title_and_a_public_one_stays(editor: User) -> None:
    draft, public = services.create_consultation(editor, title=Bilingual("Old", "Vieux")), make_consultation("open")
    services.change_consultation(editor, draft, title=Bilingual("New", "Vieux"))
    assert draft.slug == Bilingual("new", "vieux")
    before = public.slug
    services.change_consultation(editor, public, title=Bilingual("New", "Nouveau"))
    assert public.slug == before


def test_a_change_is_written_down_by_the_names_of_its_parts(editor: User) -> None:
    consultation = make_consultation("scheduled")
    changed = services.change_consultation(
        editor, consultation, title=Bilingual("New", "Nouveau"), summary=consultation.summary, mode=Mode.POST
    )
    assert changed == ["mode", "title"]
    assert entries(Action.CONSULTATION_CHANGED) == [{"fields": ["mode", "title"]}]


def test_a_change_of_nothing_writes_nothing(editor: User) -> None:
    consultation = make_consultation("open")
    assert services.change_consultation(editor, consultation, title=consultation.title, closes_at=consultation.closes_at) == []
    assert not services.set_modules(editor, consultation, [entry.version for entry in consultation.modules])
    assert entries(Action.CONSULTATION_CHANGED) == []


def test_before_the_opening_everything_may_change(editor: User) -> None:
    for stage in (Stage.DRAFT, Stage.SCHEDULED):
        consultation = make_consultation(stage, report_by=date(2030, 1, 1))
        services.change_consultation(
            editor,
            consultation,
            opens_at=consultation.opens_at and consultation.opens_at - DAY,
            closes_at=consultation.closes_at and consultation.closes_at - DAY,
            zone="America/Regina",
            mode=Mode.POST,
            report_by=None,
            committee_id=make_committee().id,
        )
        assert (consultation.zone, consultation.report_by) == ("America/Regina", None)


def changed_terms(consultation: Consultation) -> dict[str, tuple[object, bool]]:
    """For each part once open: a new value, and whether it may be taken."""
    closes, day = consultation.closes_at, consultation.report_by
    assert closes is not None
    assert day is not None
    return {
        "title": (Bilingual("Corrected", "Corrigé"), True),
        "scope_open": (Bilingual("Corrected", "Corrigé"), True),
        "promise": (EMPTY, True),
        "slug": (Bilingual("x", "y"), False),
        "opens_at": (datetime(2020, 1, 1, tzinfo=UTC), False),
        "zone": ("America/Regina", False),
        "mode": (Mode.POST, False),
        "committee_id": (None, False),
        "closes_at": (closes + timedelta(seconds=1), False),
        "report_by": (day + DAY, True),
        "respond_by": (day, True),
    }


@pytest.mark.parametrize(
    "name", ["title", "scope_open", "promise", "slug", "opens_at", "zone", "mode", "committee_id", "closes_at", "report_by", "respond_by"]
)
def test_once_open_texts_may_be_corrected_and_dates_put_later(editor: User, name: str) -> None:
    consultation = make_consultation("open", committee_id=make_committee().id, report_by=date(2030, 1, 1))
    value, allowed = changed_terms(consultation)[name]
    if allowed:
        assert services.change_consultation(editor, consultation, **{name: value}) == [name]  # type: ignore[arg-type]
        return
    with pytest.raises(Promised) as refusal:
        services.change_consultation(editor, consultation, **{name: value})  # type: ignore[arg-type]
    assert refusal.value.parts == [name]


@pytest.mark.parametrize("name", ["closes_at", "report_by", "respond_by"])
def test_once_open_no_date_comes_sooner_or_goes(editor: User, name: str) -> None:
    consultation = make_consultation("open", report_by=date(2030, 1, 1), respond_by=date(2030, 2, 1))
    for value in (getattr(consultation, name) - DAY, None):
        with pytest.raises(Promised):
            services.change_consultation(editor, consultation, **{name: value})  # type: ignore[arg-type]


@pytest.mark.parametrize("stage", [Stage.CLOSED, Stage.REPORTED])
def test_a_closed_consultation_is_not_opened_again(editor: User, stage: Stage) -> None:
    consultation = make_consultation(stage)
    with pytest.raises(Promised):
        services.change_consultation(editor, consultation, closes_at=site_clock.now() + DAY)


def test_a_committee_may_be_named_after_the_opening(editor: User) -> None:
    consultation, committee = make_consultation("open"), make_committee()
    services.change_consultation(editor, consultation, committee_id=committee.id)
    assert consultation.committee_id == committee.id


def test_at_the_very_opening_the_promises_hold(editor: User, clock: StoppedClock) -> None:
    consultation = make_consultation("scheduled")
    assert consultation.opens_at is not None
    clock.set(consultation.opens_at - timedelta(seconds=1))
    services.change_consultation(editor, consultation, mode=Mode.POST)
    clock.set(consultation.opens_at)
    with pytest.raises(Promised):
        services.change_consultation(editor, consultation, mode=Mode.PRE)


@pytest.mark.parametrize("stage", [Stage.SCHEDULED, Stage.OPEN])
def test_what_is_public_stays_in_both_languages(editor: User, stage: Stage) -> None:
    with pytest.raises(Incomplete) as refusal:
        services.change_consultation(editor, make_consultation(stage), title=Bilingual("Only", " "))
    assert refusal.value.missing == ["title_fr"]


@pytest.mark.parametrize("missing", HALVES)
def test_publication_is_refused_while_one_language_of_a_text_is_missing(editor: User, missing: str) -> None:
    name, lang = missing.rsplit("_", 1)
    half = Bilingual("  ", TEXTS[name].fr) if lang == "en" else Bilingual(TEXTS[name].en, "  ")
    given: dict[str, Any] = {name: half}
    consultation = make_consultation("draft", **given)
    with pytest.raises(Incomplete) as refusal:
        services.publish_consultation(editor, consultation)
    assert refusal.value.missing == [missing]
    assert consultation.published_at is None


def test_everything_missing_is_said_at_once(editor: User) -> None:
    draft = services.create_consultation(editor, title=Bilingual("Only", ""))
    services.place_version(editor, draft, make_version(status=VersionStatus.DRAFT))
    with pytest.raises(Incomplete) as refusal:
        services.publish_consultation(editor, draft)
    expected = [half for half in HALVES if half != "title_en" and not half.startswith("promise")]
    assert refusal.value.missing == [*expected, "opens_at", "closes_at", f"module:{draft.modules[0].module_id}"]


def test_a_consultation_without_modules_needs_statements(editor: User) -> None:
    with pytest.raises(Incomplete) as refusal:
        services.publish_consultation(editor, make_consultation("draft", modules=0))
    assert refusal.value.missing == ["content"]
    services.publish_consultation(editor, make_consultation("draft", modules=0, statement_count=3))


def test_a_commitment_may_be_left_out(editor: User) -> None:
    services.publish_consultation(editor, make_consultation("draft", promise=EMPTY))


def test_publishing_is_written_down_once(editor: User, clock: StoppedClock) -> None:
    consultation = make_consultation("draft")
    services.publish_consultation(editor, consultation)
    first = consultation.published_at
    clock.move(hours=1)
    services.publish_consultation(editor, consultation)
    assert consultation.published_at == first
    assert entries(Action.CONSULTATION_PUBLISHED) == [{}]


def test_modules_stand_in_the_order_given_and_keep_their_counters(editor: User) -> None:
    one, two, three = (make_version() for _ in range(3))
    consultation = make_consultation("scheduled", versions=[one, two])
    consultation.modules[0].comment_count = 5
    services.set_modules(editor, consultation, [three, one])
    db.session.expire_all()
    assert [(entry.version_id, entry.position, entry.comment_count) for entry in consultation.modules] == [(three.id, 1, 0), (one.id, 2, 5)]
    assert entries(Action.CONSULTATION_CHANGED) == [{"fields": ["modules"], "versions": [three.id, one.id]}]


def test_a_version_takes_the_place_of_another_of_its_module(editor: User) -> None:
    module = make_module()
    old, other = make_version(module, status=VersionStatus.SUPERSEDED), make_version()
    consultation = make_consultation("scheduled", versions=[old, other])
    new = make_version(module)
    services.place_version(editor, consultation, new)
    assert [entry.version for entry in consultation.modules] == [new, other]
    assert not services.place_version(editor, consultation, new)


def test_once_open_modules_join_but_none_leaves_or_changes(editor: User) -> None:
    module = make_module()
    old = make_version(module, status=VersionStatus.SUPERSEDED)
    consultation = make_consultation("open", versions=[old])
    joined = make_version()
    services.place_version(editor, consultation, joined)
    assert [entry.version for entry in consultation.modules] == [old, joined]
    for versions in ([old], [make_version(module), joined], []):
        with pytest.raises(Promised) as refusal:
            services.set_modules(editor, consultation, versions)
        assert refusal.value.parts == ["modules"]
    with pytest.raises(Promised):
        services.place_version(editor, make_consultation("closed"), make_version())


@pytest.mark.parametrize("stage", [Stage.SCHEDULED, Stage.OPEN])
def test_a_public_consultation_takes_no_unpublished_version(editor: User, stage: Stage) -> None:
    version = make_version(status=VersionStatus.DRAFT)
    with pytest.raises(Incomplete) as refusal:
        services.place_version(editor, make_consultation(stage), version)
    assert refusal.value.missing == [f"module:{version.module_id}"]


def test_a_version_that_another_consultation_asks_about_is_refused(editor: User) -> None:
    """Comments are counted on the blocks of a version, so two consultations on one version would be mixed up."""
    version = make_version()
    make_consultation("draft", versions=[version])
    taken = [f"taken:{version.module_id}"]
    draft = make_consultation("draft", modules=0)
    for place in (services.set_modules, services.place_version):
        with pytest.raises(Incomplete) as refusal:
            place(editor, draft, [version] if place is services.set_modules else version)  # type: ignore[arg-type]
        assert refusal.value.missing == taken
    assert draft.modules == []


def test_a_draft_on_a_version_of_another_is_not_published(editor: User) -> None:
    version = make_version()
    make_consultation("closed", versions=[version])
    draft = make_consultation("draft", versions=[version])
    with pytest.raises(Incomplete) as refusal:
        services.publish_consultation(editor, draft)
    assert (refusal.value.missing, draft.published_at) == ([f"taken:{version.module_id}"], None)


def test_a_version_of_an_import_or_another_version_is_free(editor: User) -> None:
    module = make_module()
    old, new = make_version(module, status=VersionStatus.SUPERSEDED), make_version(module)
    make_consultation("closed", versions=[new], imported=True)
    make_consultation("closed", versions=[old])
    assert services.place_version(editor, make_consultation("draft", modules=0), new)


def test_only_free_versions_are_offered(app: Flask) -> None:
    free, taken = make_version(), make_version()
    theirs, mine = make_consultation("open", versions=[taken]), make_consultation("draft", modules=0)
    offered = [queries.choosable_versions(consultation) for consultation in (None, mine, theirs)]
    assert offered == [[free], [free], [free, taken]]


def test_where_a_module_is_read_a_public_consultation_comes_before_a_draft(editor: User) -> None:
    """A draft may have its dates already; links of the public one must not lead staff into the draft."""
    module = make_module()
    old, new = make_version(module, status=VersionStatus.SUPERSEDED), make_version(module)
    now = site_clock.now()
    for stage in (Stage.OPEN, Stage.CLOSED):
        public = make_consultation(stage, versions=[old])
        draft = make_consultation("draft", versions=[new], opens_at=now - DAY / 2)
        assert queries.placement(module.id, now, actor=editor).consultation is public
        assert queries.versions_read([module.id], now, editor) == {module.id: old.id}
        assert queries.placement(module.id, now, version_id=new.id, actor=editor).consultation is draft
        db.session.delete(public)
        db.session.delete(draft)
        db.session.flush()


def test_what_is_published_is_offered_before_a_newer_draft(app: Flask) -> None:
    module = make_module()
    old, published = make_version(module, status=VersionStatus.SUPERSEDED), make_version(module)
    draft = make_version(module, status=VersionStatus.DRAFT)
    assert queries.choosable_versions(None) == [published, draft]
    mine = make_consultation("draft", versions=[old])
    assert queries.choosable_versions(mine) == [published, old, draft]


def test_what_was_announced_is_not_closed_before_it_opens(editor: User) -> None:
    now = site_clock.now()
    with pytest.raises(Promised) as refusal:
        services.change_consultation(editor, make_consultation("scheduled"), opens_at=now - DAY, closes_at=now)
    assert refusal.value.parts == ["opens_at", "closes_at"]
    assert services.change_consultation(editor, make_consultation("draft"), opens_at=now - DAY, closes_at=now) == ["closes_at", "opens_at"]
    assert services.change_consultation(editor, make_consultation("scheduled"), closes_at=now + 20 * DAY) == ["closes_at"]


def test_a_public_consultation_goes_on_asking_something(editor: User) -> None:
    with pytest.raises(Incomplete) as refusal:
        services.set_modules(editor, make_consultation("scheduled"), [])
    assert refusal.value.missing == ["content"]
    votes = make_consultation("scheduled", modules=0, statement_count=3)
    with pytest.raises(Incomplete) as refusal:
        services.change_consultation(editor, votes, who_may_contribute=WhoMayContribute.ANYONE)
    assert refusal.value.missing == ["content"]
    assert services.set_modules(editor, make_consultation("scheduled", statement_count=3), [])
    assert services.set_modules(editor, make_consultation("draft"), [])
