"""Writing, signed in, with CSRF, rules and audit: a vote and a comment, beside floors that do upsert, counter and insert alone."""

import sqlite3
from collections.abc import Sequence
from math import ceil
from pathlib import Path

from sqlalchemy import func, select

from bench.figures import Findings
from bench.load import Clients, LoadFault, Target, interleaved
from bench.reading import compared, summary
from bench.site import opened
from bench.stage import Stage, post
from consult.core.db import db
from consult.feedback.models import Comment, CommentVote, FormerCommentVote, Kind, Stance

PART = "writing"
FLOOR_VOTE, VOTE, FLOOR_COMMENT, COMMENT = "floor: vote", "site: vote", "floor: comment", "site: comment"
SEE_OTHER = 303
# So many comments are voted on. There are more requests than can be sent: one that is sent twice would change nothing.
VOTED_ON = 200
MOST_A_SECOND = 1_000
BODY = "Say who is called first, and how long one may wait. In the north the second unit is an hour away, and the text should know it."


def measure(stage: Stage, findings: Findings, *, slices: int, seconds: float) -> None:
    """Load all four in turn, then count that every answer stands for a row."""
    targets = _targets(stage, int(MOST_A_SECOND * seconds * (slices + 1)))
    cpu = {name: (stage.site if name in {VOTE, COMMENT} else stage.writing).cpu_seconds for name in targets}
    before = _counted(stage)
    with Clients(targets) as clients:
        seen = interleaved(clients, list(targets), cpu, slices=slices, seconds=seconds)
        _refuse_lost(before, _counted(stage), clients.answered)
    findings.load |= {f"{PART}: {name}": summary(found) for name, found in seen.items()}
    findings.figures += [
        *compared(PART, "a vote", (VOTE, seen[VOTE]), (FLOOR_VOTE, seen[FLOOR_VOTE]), at_least=0.5),
        *compared(PART, "a comment", (COMMENT, seen[COMMENT]), (FLOOR_COMMENT, seen[FLOOR_COMMENT]), at_least=0.5),
    ]


def ballots(people: int, items: Sequence[int], rounds: int) -> list[tuple[int, int, Stance]]:
    """(place of the person, item, answer): everybody votes, changes that answer, and goes on to another item."""
    stances = list(Stance)
    return [
        (person, items[(person + item) % len(items)], stances[(person + item + change) % len(stances)])
        for item in range(rounds // 2)
        for person in range(people)
        for change in range(2)
    ]


def _targets(stage: Stage, most: int) -> dict[str, Target]:
    rows, site, floor = stage.rows, stage.site, stage.writing
    votes = ballots(len(rows.accounts), range(rows.first, rows.first + VOTED_ON), 2 * ceil(most / (2 * len(rows.accounts))))
    people = [rows.accounts[person] for person, _item, _stance in votes]
    cast = list(zip(people, votes, strict=True))
    token = {"csrf_token": rows.token}
    words = {"kind": Kind.QUESTION.value, "lang": "en", "send": "1"}  # as the page sends it on which it was read once more
    said = [(one, {"body": f"{BODY} ({number})", **words}) for number, one in enumerate(people)]
    return {
        FLOOR_VOTE: Target(
            floor.port,
            [post(floor, f"/vote/{item}", {"stance": stance, "voter": one.user_id}) for one, (_p, item, stance) in cast],
            SEE_OTHER,
        ),
        VOTE: Target(
            site.port,
            [post(site, f"/en/comments/{item}/vote", {"stance": stance, **token}, one.cookie) for one, (_p, item, stance) in cast],
            SEE_OTHER,
        ),
        FLOOR_COMMENT: Target(floor.port, [post(floor, "/comment", {**form, "author": one.user_id}) for one, form in said], SEE_OTHER),
        COMMENT: Target(site.port, [post(site, rows.written, {**form, **token}, one.cookie) for one, form in said], SEE_OTHER),
    }


def _counted(stage: Stage) -> dict[str, int]:
    """How many rows there are. A vote that was changed leaves its former answer on the site; the floor keeps none."""
    with opened(stage.app):
        live, former, comments = (
            db.session.scalar(select(func.count()).select_from(kind)) or 0 for kind in (CommentVote, FormerCommentVote, Comment)
        )
    return {VOTE: live + former, COMMENT: comments, FLOOR_COMMENT: _rows(stage.floor_database, "comments")}


def _refuse_lost(before: dict[str, int], after: dict[str, int], answered: dict[str, int]) -> None:
    """An answer that wrote nothing (a lost session, a refusal) would make the site look fast."""
    for name, count in after.items():
        if count - before[name] != answered[name]:
            raise LoadFault(f"{name}: {answered[name]} answers, but {count - before[name]} new rows.")


def _rows(database: Path, table: str) -> int:
    with sqlite3.connect(database) as connection:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608 - a name of ours
