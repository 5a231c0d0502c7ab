"""Extend, pause, resume, cancel, archive: what each changes, tells people, keeps and refuses."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from consult.accounts.models import Role, User
from consult.audit.models import Action, AuditEntry
from consult.consultations import queries, rules, services
from consult.consultations.models import Act, Consultation
from consult.consultations.rules import Stage, stage
from consult.consultations.services import Promised
from consult.core import clock as site_clock
from consult.core.bilingual import Bilingual
from consult.core.db import db
from consult.core.errors import Incomplete, Overtaken, Refused
from consult.core.zones import last_day
from consult.modules.models import VersionStatus
from tests.builders import make_comment, make_consultation, make_module, make_statement, make_user, make_version
from tests.support.clock import StoppedClock
from tests.support.site import Site

WHY = Bilingual("A flood.", "Une inondation.")
DAY = timedelta(days=1)
VERBS: dict[Act, Callable[[User | None, Consultation], None]] = {
    Act.EXTEND: lambda actor, row: services.extend_consultation(actor, row, closes_at=later(row), reason=WHY),
    Act.PAUSE: lambda actor, row: services.pause_consultation(actor, row, reason=WHY),
    Act.RESUME: lambda actor, row: services.resume_consultation(actor, row, reason=WHY),
    Act.CANCEL: lambda actor, row: services.cancel_consultation(actor, row, reason=WHY),
    Act.ARCHIVE: services.archive_consultation,
    Act.UNARCHIVE: services.unarchive_consultation,
}
# Where each act leads from a stage it is possible at; an extension leaves the stage alone.
LEADS_TO = {Act.PAUSE: Stage.PAUSED, Act.RESUME: Stage.OPEN, Act.CANCEL: Stage.CANCELLED, Act.ARCHIVE: Stage.ARCHIVED}


@pytest.fixture
def editor(app: Flask) -> User:
    """Somebody who may host consultations."""
    return make_user(roles=[Role.EDITOR])


def later(row: Consultation) -> datetime:
    """A closing after the one announced."""
    return (row.closes_at or site_clock.now()) + DAY


def trail(action: Action) -> list[AuditEntry]:
    """What the trail says of such acts."""
    return list(db.session.scalars(select(AuditEntry).where(AuditEntry.action == action).order_by(AuditEntry.id)))


@pytest.mark.parametrize("act", Act)
@pytest.mark.parametrize("before", Stage)
def test_each_act_at_each_stage(editor: User, act: Act, before: Stage) -> None:
    row = make_consultation(before)
    now = site_clock.now()
    if before not in rules.ACTS[act]:
        with pytest.raises(Overtaken):
            VERBS[act](editor, row)
        assert (stage(row, now), queries.acts(row)) == (before, [])
        return
    VERBS[act](editor, row)
    expected = {**LEADS_TO, Act.EXTEND: before, Act.UNARCHIVE: Stage.CLOSED}[act]
    assert stage(row, now) is expected
    assert [(one.act, one.by_id) for one in queries.acts(row)] == [(act, editor.id)]
    assert queries.acts(row)[0].reason == (Bilingual("", "") if act in rules.HOUSEKEEPING else WHY)


@pytest.mark.parametrize("act", Act)
@pytest.mark.parametrize("role", [*Role, None])
def test_who_may_do_it(app: Flask, act: Act, role: Role | None) -> None:
    row = make_consultation(next(iter(rules.ACTS[act])))
    actor = make_user(roles=[role] if role else [])
    if role in {Role.EDITOR, Role.ADMINISTRATOR}:
        VERBS[act](actor, row)
        return
    with pytest.raises(Refused):
        VERBS[act](actor, row)


def test_an_import_is_only_archived(editor: User) -> None:
    row = make_consultation("closed", imported=True)
    for act in set(Act) - rules.HOUSEKEEPING:
        with pytest.raises(Refused):
            VERBS[act](editor, row)
    services.archive_consultation(editor, row)
    assert stage(row, site_clock.now()) is Stage.ARCHIVED


@pytest.mark.parametrize("act", sorted(set(Act) - rules.HOUSEKEEPING))
def test_people_are_told_why_in_both_languages(editor: User, act: Act) -> None:
    row = make_consultation(next(iter(rules.ACTS[act])))
    verb = getattr(services, f"{act}_consultation")
    more = {"closes_at": later(row)} if act is Act.EXTEND else {}
    with pytest.raises(Incomplete) as refusal:
        verb(editor, row, reason=Bilingual("A flood.", " "), **more)
    assert refusal.value.missing == ["reason_fr"]


def test_a_pause_moves_no_closing_and_a_paused_consultation_closes(editor: User, clock: StoppedClock) -> None:
    row = make_consultation("open")
    closes = row.closes_at
    assert closes is not None
    services.pause_consultation(editor, row, reason=WHY)
    services.extend_consultation(editor, row, closes_at=closes + DAY, reason=WHY)
    assert [stage(row, moment) for moment in (closes, closes + DAY - timedelta(seconds=1), closes + DAY)] == [
        Stage.PAUSED,
        Stage.PAUSED,
        Stage.CLOSED,
    ]
    clock.set(closes + DAY)
    with pytest.raises(Overtaken):
        services.resume_consultation(editor, row, reason=WHY)


def test_what_was_resumed_is_as_if_it_had_never_been_paused(editor: User) -> None:
    row = make_consultation("open")
    services.pause_consultation(editor, row, reason=WHY)
    services.resume_consultation(editor, row, reason=WHY)
    assert (row.paused_at, stage(row, site_clock.now())) == (None, Stage.OPEN)
    assert [one.act for one in queries.acts(row)] == [Act.RESUME, Act.PAUSE]


def test_an_extension_is_later(editor: User) -> None:
    row = make_consultation("open")
    for moment in (row.closes_at, row.closes_at and row.closes_at - DAY):
        with pytest.raises(Promised):
            services.extend_consultation(editor, row, closes_at=moment, reason=WHY)  # type: ignore[arg-type]
    assert queries.acts(row) == []


def test_an_act_keeps_both_closings_and_is_in_the_trail(editor: User) -> None:
    row = make_consultation("open")
    before = row.closes_at
    services.extend_consultation(editor, row, closes_at=later(row), reason=WHY)
    told = queries.acts(row)[0]
    assert (told.closes_before, told.closes_after) == (before, row.closes_at)
    entry = trail(Action.CONSULTATION_EXTENDED)[0]
    assert (entry.target, json.loads(entry.detail)) == (f"consultation:{row.id}", {"act": told.id})


def test_the_archive_gives_back_the_stage_it_took(editor: User) -> None:
    for before in (Stage.CLOSED, Stage.REPORTED, Stage.CANCELLED):
        row = make_consultation(before)
        services.archive_consultation(editor, row)
        services.unarchive_consultation(editor, row)
        assert stage(row, site_clock.now()) is before


def test_nothing_of_what_was_put_away_changes(editor: User) -> None:
    for before in rules.PUT_AWAY:
        row = make_consultation(before)
        with pytest.raises(Promised):
            services.change_consultation(editor, row, title=Bilingual("New", "Nouveau"))
        with pytest.raises(Promised):
            services.set_modules(editor, row, [])


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_host_extends_and_everybody_reads_why(site: Site, lang: str) -> None:
    row = make_consultation("open")
    assert row.closes_at is not None
    day = last_day(row.closes_at, row.zone) + 10 * DAY
    host = site.as_(make_user(roles=[Role.EDITOR]))
    page = host.open("consultations.act", row, lang=lang, name="extend")
    page = page.submit("consultations.act", closes_on=day.isoformat(), reason_en=WHY.en, reason_fr=WHY.fr)
    assert page.path == site.path("consultations.page", row, lang=lang)
    public = site.open("consultations.page", row, lang=lang)
    assert {"en": "Extended: comments close on", "fr": "Prolongée"}[lang] in public.text
    assert WHY[lang] in public.text


def test_what_is_missing_is_said_beside_its_field_and_nothing_typed_is_lost(site: Site) -> None:
    host = site.as_(make_user(roles=[Role.EDITOR]))
    page = host.open("consultations.act", make_consultation("open"), name="extend")
    page = page.submit("consultations.act", closes_on="2020-01-01", reason_en="A flood.")
    assert (page.status, page.errors) == (
        422,
        ["Choose a day after the last day that was announced.", "Write the reason in French too: people read it on the public page."],
    )
    assert page.form("consultations.act").value("reason_en") == "A flood."


def test_what_is_final_wants_a_tick(site: Site) -> None:
    row, host = make_consultation("open"), site.as_(make_user(roles=[Role.EDITOR]))
    page = host.open("consultations.act", row, name="cancel").submit("consultations.act", reason_en=WHY.en, reason_fr=WHY.fr)
    assert (page.status, page.errors) == (422, ["Tick the box if you want to cancel it for good."])
    page = page.submit("consultations.act", sure=True)
    assert page.main.first("span", class_="tag").text == "Cancelled"
    assert host.open("consultations.act", row, name="cancel").status == 409


@pytest.mark.parametrize("act", ["pause", "cancel"])
def test_while_it_is_stopped_nothing_is_taken_from_a_page_that_was_open(site: Site, editor: User, act: str) -> None:
    row = make_consultation("open")
    module = row.modules[0].module
    comment, statement = make_comment(row), make_statement(row)
    reader = site.as_(make_user())
    pages = [
        reader.open("feedback.discussion", module),
        reader.open("feedback.statement", row, number=statement.number),
    ]
    VERBS[Act(act)](editor, row)
    answers = [
        pages[0].submit("feedback.discussion", kind="support", body="Hello", lang="en"),
        pages[1].submit("feedback.statement", stance="agree"),
        reader.post("feedback.vote", {"stance": "agree"}, comment_id=comment.id),
    ]
    assert [answer.status for answer in answers] == [409, 409, 409]
    assert site.open("feedback.discussion", module).has("h2", id="add-h")
    assert not site.open("feedback.discussion", module).has("textarea")


def test_a_page_kept_for_visitors_is_new_after_each_act(site: Site, editor: User) -> None:
    row = make_consultation("open")
    module = row.modules[0].module
    seen = [site.open("feedback.module", module).text]
    for verb in (services.pause_consultation, services.resume_consultation, services.cancel_consultation):
        verb(editor, row, reason=WHY)
        seen.append(site.open("feedback.module", module).text)
    told = [("paused" in text, "cancelled" in text) for text in seen]
    assert told == [(False, False), (True, False), (False, False), (False, True)]


def test_a_module_is_read_in_what_stands_before_what_was_called_off(editor: User) -> None:
    module = make_module()
    old, new = make_version(module, status=VersionStatus.SUPERSEDED), make_version(module)
    row, coming = make_consultation("open", versions=[old]), make_consultation("scheduled", versions=[new])
    found = [queries.placement(module.id, site_clock.now()).consultation]
    services.cancel_consultation(editor, row, reason=WHY)
    found.append(queries.placement(module.id, site_clock.now()).consultation)
    assert found == [row, coming]
