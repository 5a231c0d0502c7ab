"""How a round is set up: its modules brought in and published, the consultation written and announced, its report made."""

from datetime import timedelta

from consult.accounts.models import Role
from consult.consultations import services
from consult.consultations.models import Consultation, Mode, WhoMayContribute
from consult.consultations.services import Terms
from consult.core import clock
from consult.core.bilingual import Bilingual
from consult.core.db import db
from consult.feedback.models import Statement, StatementOrigin, StatementStatus
from consult.home.demo_loader.calendar import Days, set_back
from consult.home.demo_loader.content import FirstRound, Round, StatementLine, both, module_files, report_summary
from consult.home.demo_loader.people import Staff
from consult.modules import services as modules
from consult.modules.models import ModuleVersion
from consult.reports import services as reports

PREPARED_DAYS_BEFORE = 7
ANNOUNCED_DAYS_BEFORE = 5
COMPILED_BEFORE_PUBLICATION = timedelta(days=2)


def prepare(plan: Round, days: Days, staff: Staff, asked: list[int]) -> Consultation:
    """Publish the module versions that this round asks about, and write the consultation, still a draft."""
    with set_back(days.before_opening(PREPARED_DAYS_BEFORE)):
        versions = [_published(module_id, plan["versions"][module_id], staff) for module_id in asked]
        host = staff.people[Role.ADMINISTRATOR]
        consultation = services.create_consultation(host, **_terms(plan, days, staff.committee.id))
        services.set_modules(host, consultation, versions)
        staff.serve(consultation.id)
    return consultation


def announce(consultation: Consultation, days: Days, staff: Staff) -> None:
    """Show the consultation to everybody, a few days before it opens."""
    with set_back(days.before_opening(ANNOUNCED_DAYS_BEFORE)):
        services.publish_consultation(staff.people[Role.ADMINISTRATOR], consultation)


def write_statements(consultation: Consultation, days: Days, first: FirstRound) -> list[tuple[Statement, StatementLine]]:
    """Write the statements of the round, ready to be voted on."""
    with set_back(days.before_opening(PREPARED_DAYS_BEFORE)):
        written = [(_statement(consultation, first["module"], line), line) for line in first["statements"]]
    db.session.add_all(statement for statement, _line in written)
    consultation.statement_count += len(written)
    db.session.flush()
    return written


def report(plan: Round, consultation: Consultation, days: Days, staff: Staff) -> None:
    """Compile, write and publish what was heard, where the plan says when."""
    if "report" not in plan:
        return
    published = days.ago(plan["report"]["published_days_ago"])
    with set_back(published - COMPILED_BEFORE_PUBLICATION):
        draft = reports.compile_report(staff.people[Role.ANALYST], consultation)
    with set_back(published):
        reports.write_summary(staff.people[Role.EDITOR], draft, summary=report_summary())
        reports.publish_report(staff.people[Role.ANALYST], draft)


def _published(module_id: int, number: int, staff: Staff) -> ModuleVersion:
    editor = staff.people[Role.EDITOR]
    version = modules.import_module(editor, *module_files(module_id, number)).version
    modules.publish_version(editor, version)
    return version


def _terms(plan: Round, days: Days, committee_id: int) -> Terms:
    return {
        "slug": Bilingual(plan["slug"]["en"], plan["slug"]["fr"]),
        "title": both(plan["title"]),
        "summary": both(plan["summary"]),
        "scope_open": both(plan["scope_open"]),
        "scope_decided": both(plan["scope_decided"]),
        "scope_excluded": both(plan["scope_excluded"]),
        "promise": both(plan["promise"]),
        "opens_at": days.opens_at,
        "closes_at": days.closes_at,
        "zone": plan["zone"],
        "report_by": days.last + timedelta(days=plan["report_days_after_closing"]),
        "respond_by": days.last + timedelta(days=plan["respond_days_after_closing"]),
        "mode": Mode(plan["mode"]),
        "who_may_contribute": WhoMayContribute(plan.get("who_may_contribute", WhoMayContribute.ACCOUNT)),
        "committee_id": committee_id,
    }


def _statement(consultation: Consultation, module_id: int, line: StatementLine) -> Statement:
    return Statement(
        consultation=consultation,
        number=line["number"],
        text=both({"en": line["en"], "fr": line["fr"]}),
        origin=StatementOrigin.SEEDED,
        status=StatementStatus.LIVE,
        module_id=module_id,
        section_key=line["section"],
        created_at=clock.now(),
    )
