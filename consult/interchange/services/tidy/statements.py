"""Statements of a tidy import: those that people wrote, and one for each section that people voted on."""

from collections.abc import Mapping, Sequence

from sqlalchemy import func, select

from consult.consultations.models import Consultation
from consult.core.bilingual import LANGUAGES
from consult.core.db import db
from consult.core.richtext import plain_text
from consult.feedback.models import IMPORTED_STATEMENT_MAX, Statement, StatementOrigin, StatementStatus, Visibility
from consult.interchange.services.rows import Values, chunks, differences, insert_rows, update_rows
from consult.interchange.services.tidy.modules import Spot, Spots
from consult.interchange.services.tidy.totals import write_totals
from consult.interchange.source.tidy import Contribution, Section, Tidy
from consult.modules.models import Block

STATUS = {
    Visibility.PUBLISHED: StatementStatus.LIVE,
    Visibility.HIDDEN: StatementStatus.REJECTED,
    Visibility.PENDING: StatementStatus.DRAFT,
}
_COLUMNS = ("text_en", "text_fr", "status", "module_id", "section_key", "author_id", "created_at")


def section_source_ids(found: Tidy) -> dict[str, str]:
    """What the statement of each section is known by: the section's id, told apart where a written statement has the same one."""
    return {
        section: f"section:{section}" if section in found.entries and found.entries[section].is_statement else section
        for section in found.sections
        if section not in found.first_of
    }


def write_section_statements(consultation: Consultation, found: Tidy, spots: Spots) -> int:
    """One statement for each section that people voted on; its text is the heading."""
    names = section_source_ids(found)
    asked = {section.id for section in found.statement_sections()}
    written = 0
    for some in chunks(names):
        wanted = {names[section]: _of_section(spots.sections[section], found.sections[section]) for section in some if section in asked}
        written += _write(consultation, wanted)[0]
        # A section that lost its totals, and that nobody votes on, has its statement from an earlier import.
        ids = statement_ids(consultation, [names[section] for section in some])
        totals = {ids[names[section]]: found.sections[section].totals for section in some if names[section] in ids}
        written += write_totals(consultation.id, "statement_id", totals)
    return written


def _of_section(spot: Spot, section: Section) -> Values:
    return {
        **_heading(spot),
        "status": StatementStatus.LIVE,
        "module_id": spot.module_id,
        "section_key": spot.section_key,
        "author_id": None,
        "created_at": section.opened_at,
    }


def write_statements(consultation: Consultation, chunk: Sequence[Contribution], spots: Spots, people: Mapping[str, int]) -> int:
    """Write the statements among these contributions that are new or different."""
    wanted: dict[str, Values] = {}
    for one in chunk:
        spot = spots.sections.get(one.section) or spots.documents[one.document]
        lang = one.lang if one.lang in LANGUAGES else consultation.title.read("en").lang
        wanted[one.id] = {
            "text_en": one.text if lang == "en" else "",
            "text_fr": one.text if lang == "fr" else "",
            "status": STATUS[one.visibility],
            "module_id": spot.module_id,
            "section_key": spot.section_key if one.section else None,
            "author_id": people.get(one.author),
            "created_at": one.at,
        }
    written, ids = _write(consultation, wanted)
    return written + write_totals(consultation.id, "statement_id", {ids[one.id]: one.totals for one in chunk})


def statement_ids(consultation: Consultation, source_ids: Sequence[str]) -> dict[str, int]:
    """The rows of these statements."""
    return {name: int(str(row["id"])) for name, row in _known(consultation, source_ids).items()}


def _write(consultation: Consultation, wanted: Mapping[str, Values]) -> tuple[int, dict[str, int]]:
    """Write what is new or different; how many, and the rows of all."""
    known = _known(consultation, list(wanted))
    changed = list(differences(wanted, known))
    update_rows(Statement, [{**values, "id": known[name]["id"]} for name, values in changed])
    last = db.session.scalar(select(func.max(Statement.number)).where(Statement.consultation_id == consultation.id)) or 0
    common = {"consultation_id": consultation.id, "origin": StatementOrigin.IMPORTED}
    new = [name for name in wanted if name not in known]
    insert_rows(
        Statement, [{**common, **wanted[name], "source_id": name, "number": last + place} for place, name in enumerate(new, start=1)]
    )
    return len(changed) + len(new), statement_ids(consultation, list(wanted))


def _known(consultation: Consultation, source_ids: Sequence[str]) -> dict[str, Mapping[str, object]]:
    columns = [getattr(Statement, name) for name in ("id", "source_id", *_COLUMNS)]
    rows = select(*columns).where(Statement.consultation_id == consultation.id, Statement.source_id.in_(source_ids))
    return {str(row["source_id"]): dict(row) for row in db.session.execute(rows).mappings()}


def _heading(spot: Spot) -> dict[str, str]:
    """The words of the heading in each language, as a statement may have them."""
    markdown = db.session.scalars(select(Block).where(Block.version_id == spot.version_id, Block.key == spot.block_key)).one().markdown
    return {f"text_{lang}": plain_text(markdown[lang])[:IMPORTED_STATEMENT_MAX] for lang in LANGUAGES}
