"""The votes of an imported consultation: one live answer a person and statement, the answers that were changed beside it."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select

from consult.core.db import db
from consult.core.seals import sealed
from consult.feedback.models import FormerStatementVote, Stance, Statement, StatementVote
from consult.interchange.services.rows import insert_rows, update_rows
from consult.interchange.source.polis import Conversation, PolisVote


class Answer(NamedTuple):
    """Who answered which statement how, and when; as the database knows them."""

    statement_id: int
    voter_id: int
    stance: Stance
    cast_at: datetime

    @property
    def key(self) -> tuple[int, int]:
        """The one place there is for a live answer."""
        return self.statement_id, self.voter_id


def write_votes(found: Conversation, consultation_id: int, people: Mapping[str, int]) -> int:
    """Write the votes that are new or changed, and of their history what is not there yet; say how many rows."""
    statements = _statement_ids(consultation_id)

    def answer(vote: PolisVote) -> Answer:
        return Answer(statements[vote.number], people[vote.voter], vote.stance, vote.at)

    live = [answer(vote) for vote in found.votes]
    known = {before.key: before for before in _answers(StatementVote, consultation_id)}
    new = [one for one in live if one.key not in known]
    changed = [one for one in live if one.key in known and one != known[one.key]]
    # What an earlier import knew and this one does not is history too.
    past = {known[one.key]: one.cast_at for one in changed if known[one.key].stance is not one.stance}
    past |= {answer(former.vote): former.replaced_at for former in found.former_votes}
    insert_rows(StatementVote, [{**one._asdict(), "consultation_id": consultation_id} for one in new])
    update_rows(StatementVote, [sealed(StatementVote, {**one._asdict(), "consultation_id": consultation_id}) for one in changed])
    return len(new) + len(changed) + _write_history(past, consultation_id)


def _write_history(past: Mapping[Answer, datetime], consultation_id: int) -> int:
    recorded = set(_answers(FormerStatementVote, consultation_id))
    new = [
        {**one._asdict(), "consultation_id": consultation_id, "replaced_at": replaced_at}
        for one, replaced_at in past.items()
        if one not in recorded
    ]
    insert_rows(FormerStatementVote, new)
    return len(new)


def _answers(table: type[StatementVote] | type[FormerStatementVote], consultation_id: int) -> list[Answer]:
    """The answers that a table has of this consultation."""
    rows = select(table.statement_id, table.voter_id, table.stance, table.cast_at).where(table.consultation_id == consultation_id)
    return [Answer(row.statement_id, row.voter_id, row.stance, row.cast_at) for row in db.session.execute(rows)]


def _statement_ids(consultation_id: int) -> dict[int, int]:
    rows = select(Statement.number, Statement.id).where(Statement.consultation_id == consultation_id)
    return {row.number: row.id for row in db.session.execute(rows)}
