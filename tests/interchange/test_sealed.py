"""Imported votes are sealed as they come in, and again where another import changes them."""

from consult.core.db import db
from consult.feedback.models import CommentVote, FormerCommentVote, FormerStatementVote, StatementVote
from consult.home.queries import broken_seals
from tests.builders import PolisExport
from tests.builders.interchange import TidyFolder
from tests.support.commands import run


def rows(*tables: type) -> list[int]:
    return [db.session.query(table).count() for table in tables]


def test_votes_of_a_polis_export_are_sealed_and_sealed_again(app, export: PolisExport) -> None:
    first = export.votes[0]
    for vote in (first, first.removesuffix(",1") + ",-1"):
        export.votes[0] = vote
        assert run(app, "import-polis", str(export.write())).exit_code == 0
        assert broken_seals() == []
    assert all(rows(StatementVote, FormerStatementVote))


def test_votes_of_a_tidy_folder_are_sealed_and_sealed_again(app, tidy: TidyFolder) -> None:
    for _ in range(2):
        assert run(app, "import-tidy", str(tidy.write())).exit_code == 0
        assert broken_seals() == []
        for vote in tidy.votes or ():
            vote["value"] = str(-int(vote["value"]))
    assert all(rows(CommentVote, StatementVote, FormerCommentVote, FormerStatementVote))
