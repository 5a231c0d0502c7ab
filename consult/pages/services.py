"""Verbs of the site's own words: save a text, put an earlier one back, keep the support lines. Each state saved is a new row."""

from dataclasses import replace

from consult.accounts.models import User
from consult.audit.models import Action
from consult.audit.services import record
from consult.core import clock, identity, zones
from consult.core.access import require
from consult.core.bilingual import Bilingual
from consult.core.db import db
from consult.core.errors import Incomplete, Overtaken
from consult.core.formats import HOME_ZONE
from consult.core.slugs import first_free, slug_of
from consult.pages import queries, rules
from consult.pages.models import LineVersion, TextVersion
from consult.pages.texts import Line, Text, html_of

# The name of a line stands in its address, beside this one, and in the audit trail, which is short of words.
RESERVED = "new"
LONGEST_NAME = 40


def save_text(actor: User | None, name: str, *, text: Bilingual, base: int, restored_number: int | None = None) -> bool:
    """Publish new words of the site, both languages at once; say whether anything changed.

    `base` is the number of the state that the actor was reading: where somebody saved another one meanwhile, nothing is changed.
    """
    require(rules.may_edit_site, actor)
    if not text.complete:
        raise Incomplete([name])
    identity.renew()  # from here on nobody else saves
    standing = queries.text(name)
    if queries.newest_text_number(name) != base:
        raise Overtaken(name)
    if text == standing.text:
        return False
    row = TextVersion(name=name, number=base + 1, text=text, html=html_of(name, text), restored_number=restored_number)
    row.saved_by_id = actor.id if actor else None
    db.session.add(row)
    db.session.flush()
    act = Action.SITE_TEXT_CHANGED if restored_number is None else Action.SITE_TEXT_RESTORED
    detail = {"number": row.number} if restored_number is None else {"number": row.number, "restored": restored_number}
    record(act, row.saved_by_id, f"site_text:{name}", detail=detail)
    return True


def restore_text(actor: User | None, earlier: Text, *, base: int) -> bool:
    """Put an earlier state of a text back, as a new one."""
    return save_text(actor, earlier.name, text=earlier.text, base=base, restored_number=earlier.number)


def add_line(actor: User | None, line: Line) -> Line:
    """Add a support line to the public page."""
    require(rules.may_edit_site, actor)
    identity.renew()
    name = first_free(slug_of(line.name.en)[:LONGEST_NAME].strip("-") or "line", {RESERVED, *(one.line for one in queries.all_lines())})
    return _save_line(actor, replace(line, line=name, number=1), Action.SUPPORT_LINE_ADDED)


def change_line(actor: User | None, line: Line, *, base: int) -> bool:
    """Change what is said of a support line; say whether anything changed. `base` as in `save_text`."""
    require(rules.may_edit_site, actor)
    standing = _locked(line.line, base)
    line = replace(line, number=base + 1, retired=standing.retired)
    if line.same_as(standing):
        return False
    _save_line(actor, line, Action.SUPPORT_LINE_CHANGED)
    return True


def verify_line(actor: User | None, line: Line, *, base: int) -> None:
    """Note that somebody has called this line, or asked its owner, today: what stands here is right."""
    require(rules.may_edit_site, actor)
    standing = _locked(line.line, base)
    today = zones.local(clock.now(), HOME_ZONE).date()
    _save_line(actor, replace(standing, number=base + 1, verified_on=today), Action.SUPPORT_LINE_VERIFIED)


def retire_line(actor: User | None, line: Line, *, base: int) -> None:
    """Take a support line off the public page. It stays in its history."""
    require(rules.may_edit_site, actor)
    standing = _locked(line.line, base)
    if not standing.retired:
        _save_line(actor, replace(standing, number=base + 1, retired=True), Action.SUPPORT_LINE_RETIRED)


def restore_line(actor: User | None, earlier: Line, *, base: int) -> bool:
    """Put an earlier state of a support line back on the public page, as a new one; say whether anything changed."""
    require(rules.may_edit_site, actor)
    standing = _locked(earlier.line, base)
    wanted = replace(earlier, number=base + 1, retired=False)
    if wanted.same_as(standing):
        return False
    _save_line(actor, wanted, Action.SUPPORT_LINE_RESTORED)
    return True


def _locked(name: str, base: int) -> Line:
    """The line as it stands, nobody else saving; refused where it is no longer the one that the actor was reading."""
    identity.renew()
    standing = queries.line(name)
    if queries.newest_line_number(name) != base:
        raise Overtaken(name)
    return standing


def _save_line(actor: User | None, line: Line, act: Action) -> Line:
    row = LineVersion(
        line=line.line,
        number=line.number,
        name=line.name,
        phone=line.phone,
        website=line.website,
        purpose=line.purpose,
        hours=line.hours,
        languages=line.languages,
        province=line.province,
        verified_on=line.verified_on,
        retired=line.retired,
        saved_by_id=actor.id if actor else None,
    )
    db.session.add(row)
    db.session.flush()
    record(act, row.saved_by_id, f"support_line:{line.line}", detail={"number": line.number})
    return line
