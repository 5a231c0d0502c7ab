"""Publishing a version: it is numbered, frozen, and takes the place of the one before."""

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from consult.accounts.models import Role
from consult.accounts.rules import operator
from consult.audit.models import AuditEntry
from consult.core.bilingual import Bilingual
from consult.core.db import db
from consult.core.errors import Incomplete, NotFound, Refused
from consult.modules import queries, rules, services
from consult.modules.models import BlockKind, Languages, ModuleVersion, VersionStatus
from tests.builders import make_block, make_module, make_user, make_version
from tests.modules.files import DEMO_PAIRS, Pair
from tests.support.clock import StoppedClock
from tests.support.statements import Statements

pytestmark = pytest.mark.usefixtures("app")


def draft() -> ModuleVersion:
    """A draft with one paragraph."""
    version = make_version(status=VersionStatus.DRAFT)
    make_block(version)
    return version


def test_publication_numbers_the_paragraphs_through_all_sections(pair: Pair, clock: StoppedClock) -> None:
    version = services.import_module(operator(), *pair.paths).version
    services.publish_version(operator(), version)
    assert (version.status, version.published_at) == (VersionStatus.PUBLISHED, clock.now())
    assert {block.key: block.number for block in queries.blocks(version)} == {
        "n1": None,
        "o1": None,
        "o2": None,
        "b01": 1,
        "s1": None,
        "b02": 2,
        "b03": 3,
        "s2": None,
        "b04": 4,
        "b05": 5,
    }


def test_the_numbers_of_the_demo_follow_the_text() -> None:
    version = services.import_module(operator(), *DEMO_PAIRS[1]).version
    services.publish_version(operator(), version)
    assert queries.block(version, "b22").number == 22


def test_a_new_version_takes_the_place_of_the_one_before(pair: Pair) -> None:
    first = services.import_module(operator(), *pair.paths)
    services.publish_version(operator(), first.version)
    pair.change("reading_minutes: 2", 'reading_minutes: 2\nchanges: "Softer. / Plus doux."')
    second = services.import_module(operator(), *pair.change("Parlez bas.", "Parlez doucement.", lang="fr").paths)
    assert queries.published_version(first.module).id == first.version.id
    services.publish_version(operator(), second.version)
    assert first.version.status is VersionStatus.SUPERSEDED
    assert first.version.published_at is not None
    assert queries.published_version(first.module).id == second.version.id


@pytest.mark.parametrize("status", [VersionStatus.PUBLISHED, VersionStatus.SUPERSEDED])
def test_what_was_published_is_frozen(status: VersionStatus) -> None:
    version = make_version(status=status)
    make_block(version)
    assert rules.is_frozen(version)
    with pytest.raises(Refused):
        services.publish_version(operator(), version)


def test_importing_never_touches_a_published_version(pair: Pair) -> None:
    first = services.import_module(operator(), *pair.paths).version
    services.publish_version(operator(), first)
    before = [(block.id, block.markdown, block.html, block.number) for block in queries.blocks(first)]
    services.import_module(operator(), *pair.change("Parlez bas.", "Parlez doucement.", lang="fr").paths)
    assert [(block.id, block.markdown, block.html, block.number) for block in queries.blocks(first)] == before


def test_an_older_draft_is_not_published_over_a_newer_version() -> None:
    old = draft()
    new = make_version(old.module, status=VersionStatus.DRAFT)
    make_block(new)
    services.publish_version(operator(), new)
    with pytest.raises(Refused):
        services.publish_version(operator(), old)


def test_a_version_with_a_language_missing_is_not_published() -> None:
    version = make_version(status=VersionStatus.DRAFT, title=Bilingual("Only English", ""), notice=Bilingual("", "Un avis"))
    make_block(version, markdown=Bilingual("", "Seulement en français."))
    with pytest.raises(Incomplete) as caught:
        services.publish_version(operator(), version)
    assert caught.value.missing == ["title_fr", "notice_en", "b01_en"]
    assert version.status is VersionStatus.DRAFT


def test_a_version_without_text_is_not_published() -> None:
    with pytest.raises(Incomplete) as caught:
        services.publish_version(operator(), make_version(status=VersionStatus.DRAFT))
    assert caught.value.missing == ["blocks"]


def test_a_module_from_elsewhere_may_be_in_one_language() -> None:
    module = make_module(languages=Languages.EN)
    version = make_version(module, status=VersionStatus.DRAFT, title=Bilingual("Only English", ""))
    version.audience = Bilingual("Recruits", "")
    make_block(version, markdown=Bilingual("Only English.", ""))
    services.publish_version(operator(), version)
    assert version.status is VersionStatus.PUBLISHED


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (Role.EDITOR, True),
        (Role.ADMINISTRATOR, True),
        (Role.MODERATOR, False),
        (Role.ANALYST, False),
        (Role.COMMITTEE_MEMBER, False),
        (Role.COMMITTEE_CHAIR, False),
        (Role.SAFETY_OFFICER, False),
        (None, False),
    ],
)
def test_who_may_publish(role: Role | None, may: bool) -> None:
    actor = make_user(roles=[role] if role else [])
    assert rules.may_edit_modules(actor) is may
    version = draft()
    if may:
        services.publish_version(actor, version)
    else:
        with pytest.raises(Refused):
            services.publish_version(actor, version)
    assert (version.status is VersionStatus.PUBLISHED) is may


def test_a_visitor_may_not_edit_modules() -> None:
    assert not rules.may_edit_modules(None)
    with pytest.raises(Refused):
        services.publish_version(None, draft())


def test_publication_is_in_the_audit_trail() -> None:
    version = draft()
    services.publish_version(make_user(roles=[Role.EDITOR]), version)
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "module_version_published")).one()
    assert entry.target == f"module_version:{version.id}"


def test_the_transition_table_covers_every_status() -> None:
    assert set(rules.TRANSITIONS) == set(VersionStatus)
    assert {status for status in VersionStatus if VersionStatus.PUBLISHED in rules.TRANSITIONS[status]} == set(rules.UNPUBLISHED)


def test_the_database_holds_one_published_version_a_module() -> None:
    version = make_version()
    with pytest.raises(IntegrityError):
        make_version(version.module)
    db.session.rollback()


def test_the_database_knows_that_published_means_dated() -> None:
    version = make_version()
    with pytest.raises(IntegrityError):
        db.session.execute(update(ModuleVersion).where(ModuleVersion.id == version.id).values(published_at=None))
    db.session.rollback()


def test_a_page_needs_one_select_for_version_and_module_and_one_for_the_blocks(statements: Statements) -> None:
    version = make_version()
    for number in range(1, 31):
        make_block(version, key=f"b{number:02d}")
    module = version.module
    db.session.expunge_all()
    with statements as seen:
        found = queries.published_version(module)
        assert found.module.slug == module.slug
        assert len(queries.blocks(found)) == 30
    assert len(seen.selects) == 2


def test_around_shows_a_block_between_its_neighbours() -> None:
    version = make_version()
    make_block(version, key="n1", kind=BlockKind.CONTENT_NOTE)
    make_block(version, key="o1", kind=BlockKind.OUTCOME)
    make_block(version, key="o2", kind=BlockKind.OUTCOME)
    make_block(version, key="s1", kind=BlockKind.SECTION)
    make_block(version, key="b01")
    make_block(version, key="b02")
    found = {key: [block.key for block in queries.around(version, key)] for key in ("n1", "o1", "o2", "s1", "b01", "b02")}
    assert found == {
        "n1": ["n1"],
        "o1": ["o1", "o2"],
        "o2": ["o1", "o2"],
        "s1": ["s1", "b01"],
        "b01": ["s1", "b01", "b02"],
        "b02": ["b01", "b02"],
    }


def test_what_does_not_exist_is_not_found() -> None:
    module = make_module()
    for ask in (
        lambda: queries.module(999),
        lambda: queries.published_version(module),
        lambda: queries.latest_version(module),
        lambda: queries.version(module, 1),
        lambda: queries.block(make_version(module), "b01"),
        lambda: queries.around(queries.latest_version(module), "b01"),
    ):
        with pytest.raises(NotFound):
            ask()


def test_a_module_is_placed_by_its_number_and_the_slug_of_the_language() -> None:
    module = make_module(id=12, slug=Bilingual("the-first-minute", "la-premiere-minute"))
    assert module.place("fr") == {"module_id": 12, "slug": "la-premiere-minute"}
    assert queries.module_with_slug("the-first-minute") is module
    assert queries.module_with_slug("la-premiere-minute", "fr") is module
    assert queries.module_with_slug("la-premiere-minute") is None
