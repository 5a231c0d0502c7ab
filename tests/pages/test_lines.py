"""Support lines: five come with the software, staff add, change, verify, retire and put back, and nothing said before is lost."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from consult.accounts.models import Province, Role
from consult.accounts.rules import operator
from consult.audit.models import AuditEntry
from consult.core.bilingual import LANGUAGES, Bilingual
from consult.core.db import db
from consult.core.errors import NotFound, Overtaken, Refused
from consult.core.formats import spacing
from consult.pages import presenters, queries, rules, services
from consult.pages.models import LineVersion
from consult.pages.texts import Line, default_lines
from tests.builders import make_line, make_user

KIDS = "kids-help-phone"


def acts() -> list[str]:
    """What the history of acts holds of lines."""
    return list(db.session.scalars(select(AuditEntry.action).where(AuditEntry.target.like("support_line:%")).order_by(AuditEntry.id)))


def test_well_known_lines_are_there_from_the_start_and_none_is_called_verified(app):
    numbers = {line.line: line.phone for line in queries.lines()}
    assert numbers == {
        "emergency": "911",
        "suicide-crisis-helpline": "9-8-8",
        "hope-for-wellness": "1-855-242-3310",
        "kids-help-phone": "1-800-668-6868",
        "community-services": "211",
    }
    assert all(rules.is_stale(line, date(2026, 11, 22)) for line in queries.lines())
    assert db.session.scalars(select(LineVersion)).all() == []


@pytest.mark.parametrize("line", default_lines().values(), ids=default_lines())
def test_lines_of_the_software_are_whole_in_both_languages(app, line):
    for name in ("name", "purpose", "hours", "languages"):
        pair = getattr(line, name)
        assert pair.complete
        assert all(spacing(pair[lang], lang, edit=True) == pair[lang] for lang in LANGUAGES)


def test_a_line_is_added_after_the_others(app):
    line = make_line(province=Province.NU)
    assert queries.lines()[-1] == replace(line, number=1)
    assert [group.key for group in presenters.grouped(queries.lines())] == ["canada", "NU"]
    assert acts() == ["support_line_added"]


def test_two_lines_of_one_name_have_two_addresses(app):
    assert [make_line().line for _ in range(2)] == ["northern-listening-line", "northern-listening-line-2"]
    assert make_line(name=Bilingual("New", "Nouvelle")).line == "new-2"
    assert make_line(name=Bilingual("?", "?")).line == "line"


def test_a_line_of_the_software_is_changed_and_stays_where_it_was(app):
    before = queries.line(KIDS)
    assert services.change_line(operator(), replace(before, hours=Bilingual("Always", "Toujours")), base=0) is True
    assert [line.line for line in queries.lines()] == list(default_lines())
    assert queries.line(KIDS).hours.fr == "Toujours"
    assert queries.line_version(KIDS, 0) == before
    assert services.change_line(operator(), queries.line(KIDS), base=1) is False
    assert acts() == ["support_line_changed"]


def test_verifying_notes_the_day_as_canada_counts_it(app, clock):
    clock.set(datetime(2026, 11, 23, 2, 0, tzinfo=UTC))  # still the 22nd in Toronto
    services.verify_line(operator(), queries.line(KIDS), base=0)
    assert queries.line(KIDS).verified_on == date(2026, 11, 22)
    assert acts() == ["support_line_verified"]


@pytest.mark.parametrize(("days", "stale"), [(0, False), (179, False), (180, True), (400, True)])
def test_after_180_days_a_line_wants_verifying(days, stale):
    today = date(2026, 11, 22)
    assert rules.is_stale(Line("x", verified_on=today - timedelta(days=days)), today) is stale


def test_a_retired_line_leaves_the_page_and_comes_back(app):
    services.retire_line(operator(), queries.line(KIDS), base=0)
    assert KIDS not in [line.line for line in queries.lines()]
    assert queries.line(KIDS).retired
    services.restore_line(operator(), queries.line_version(KIDS, 0), base=1)
    assert KIDS in [line.line for line in queries.lines()]
    assert acts() == ["support_line_retired", "support_line_restored"]


def test_what_is_changed_of_a_retired_line_does_not_bring_it_back(app):
    services.retire_line(operator(), queries.line(KIDS), base=0)
    services.change_line(operator(), replace(queries.line(KIDS), phone="1-800-555-0100", retired=False), base=1)
    assert queries.line(KIDS).retired


def test_every_state_of_a_line_is_kept_with_what_stood_before(app):
    editor = make_user(roles=[Role.EDITOR], display_name="Nadia Roy")
    services.change_line(editor, replace(queries.line(KIDS), phone="1-800-555-0100"), base=0)
    services.retire_line(operator(), queries.line(KIDS), base=1)
    newest, first = queries.line_history(KIDS).rows
    assert (newest.line.number, newest.who) == (2, None)
    assert (first.line.number, first.who) == (1, editor)
    assert first.before == default_lines()[KIDS]
    assert [label for label, _lang, _lines in presenters.line_changes(newest.before, newest.line)] == ["On the public page"]
    assert [label for label, _lang, _lines in presenters.line_changes(first.before, first.line)] == ["Telephone"]


@pytest.mark.parametrize("act", [services.change_line, services.verify_line, services.retire_line, services.restore_line])
def test_who_comes_second_or_has_no_right_changes_nothing(app, act):
    line = make_line()
    with pytest.raises(Overtaken):
        act(operator(), line, base=0)
    with pytest.raises(Refused):
        act(make_user(roles=[Role.MODERATOR]), line, base=1)
    assert queries.line(line.line).number == 1


def test_a_stranger_adds_no_line(app):
    with pytest.raises(Refused):
        make_line(by=make_user())


def test_a_line_that_never_was_is_not_found(app):
    for asked in (lambda: queries.line("nothing"), lambda: queries.line_version("nothing", 0), lambda: queries.line_version(KIDS, 7)):
        with pytest.raises(NotFound):
            asked()


@pytest.mark.parametrize(("phone", "dialled"), [("9-8-8", "988"), ("1 (800) 555-0100", "18005550100"), ("call us", "")])
def test_only_digits_are_dialled(phone, dialled):
    assert presenters.dialled(phone) == dialled
