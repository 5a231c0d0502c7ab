"""A hand-made closed round for tests: every number of its report can be counted on fingers."""

from dataclasses import dataclass

from consult.consultations.models import Consultation
from consult.consultations.rules import Stage
from consult.core.bilingual import Bilingual
from consult.feedback.models import AuthorChoice, Comment, Kind, Statement, StatementStatus, Visibility
from consult.modules.models import BlockKind
from tests.builders import make_block, make_comment, make_consultation, make_statement, make_user, make_version, make_votes

CROWD = 25


@dataclass
class Round:
    """The consultation, and what people said in it, by name."""

    consultation: Consultation
    comments: dict[str, Comment]
    statements: dict[str, Statement]


def make_round(stage: Stage | str = Stage.CLOSED) -> Round:
    """Two sections and a line before them; five comments in public, one in each other state; three statements, one rejected."""
    version = make_version()
    make_block(version, key="b01")
    make_block(version, key="s1", kind=BlockKind.SECTION, markdown=Bilingual("Distance", "La distance"))
    make_block(version, key="b02", section_key="s1")
    make_block(version, key="s2", kind=BlockKind.SECTION, markdown=Bilingual("=Afterwards", "=Après"))
    make_block(version, key="b03", section_key="s2")
    consultation = make_consultation(stage, versions=[version])
    return Round(consultation, _comments(consultation), _statements(consultation))


def _comments(consultation: Consultation) -> dict[str, Comment]:
    ann, ben = make_user(display_name="Ann"), make_user(display_name="Ben")
    said = {
        "heading": make_comment(consultation, author=ann, block_key="s1", kind=Kind.CONCERN),
        "paragraph": make_comment(consultation, author=ann, block_key="b02", kind=Kind.CONCERN, lang="fr", body="Trop court."),
        "first": make_comment(consultation, author=ben, block_key="b01", kind=Kind.SUPPORT),
        "whole": make_comment(consultation, author=ben, kind=Kind.QUESTION),
        "team": make_comment(consultation, block_key="b03", author_choice=AuthorChoice.TEAM_ONLY),
    }
    said["reply"] = make_comment(parent=said["paragraph"], author=ben)
    for state in (Visibility.PENDING, Visibility.RETURNED, Visibility.HIDDEN, Visibility.WITHDRAWN):
        said[state.value] = make_comment(consultation, block_key="b03", visibility=state)
    crowd = [make_user() for _ in range(3)]
    make_votes(said["paragraph"], crowd, agree=2, unsure=1)
    make_votes(said["hidden"], crowd, disagree=3)
    return said


def _statements(consultation: Consultation) -> dict[str, Statement]:
    crowd = [make_user() for _ in range(CROWD)]
    texts = {
        "agreed": Bilingual("=1+1 is <b>two</b>.", "=1+1 font <b>deux</b>."),
        "divided": Bilingual("Half of us agree.", "La moitié est d’accord."),
        "rejected": Bilingual("Buy my book.", "Achetez mon livre."),
    }
    said = {
        name: make_statement(
            consultation, number=number, text=text, status=StatementStatus.REJECTED if name == "rejected" else StatementStatus.LIVE
        )
        for number, (name, text) in enumerate(texts.items(), start=1)
    }
    make_votes(said["agreed"], crowd, agree=20, disagree=1, unsure=2)
    make_votes(said["divided"], crowd, agree=12, disagree=12, unsure=1)
    make_votes(said["rejected"], crowd, agree=5)
    return said
