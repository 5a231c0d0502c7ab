"""Work on reports that a worker does: counting a large consultation takes seconds, which no page waits for."""

from consult.accounts.queries import user
from consult.accounts.rules import operator
from consult.consultations import queries as consultations
from consult.jobs.registry import job
from consult.reports import services


@job
def compile_findings(consultation_id: int, actor_id: int | None) -> int:
    """Compile the report of a consultation; its number is the result. Running it twice counts twice and keeps the latest."""
    actor = operator() if actor_id is None else user(actor_id)
    return services.compile_report(actor, consultations.consultation(consultation_id, actor)).id
