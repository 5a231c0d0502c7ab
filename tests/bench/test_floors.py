"""The stage of the benchmark as it is loaded: the floors send the same page and write the same rows as the site beside them."""

import re
import sqlite3

import pytest
import sqlalchemy as sa

from bench.load import ask
from bench.site import READ_BLOCK, opened
from bench.stage import get, page, post, staged
from consult.core.db import db
from consult.feedback.models import Comment, CommentVote, Stance, Visibility
from consult.home.services import check

COMMENTS = 60
WHEN = re.compile(r'datetime="[^"]*"')


@pytest.fixture(scope="module")
def stage(request, tmp_path_factory):
    """The site and its floors, each behind a gunicorn of its own."""
    if request.config.getoption("--database") != "sqlite":
        pytest.skip("The floors stand on SQLite.")
    with staged(tmp_path_factory.mktemp("stage"), comments=COMMENTS, accounts=1, others=100) as running:
        yield running


def text(server, path):
    """A page without the moments: the floor writes those as the database has them."""
    return WHEN.sub("", page(server, path))


def in_floor(stage, query, *values):
    """The rows of the floors' copy."""
    with sqlite3.connect(stage.floor_database) as connection:
        return connection.execute(query, values).fetchall()


def test_made_up_comments_leave_every_counter_true(stage):
    with opened(stage.app):
        assert check().counters == []
        others = sa.select(Comment.visibility, sa.func.count()).where(Comment.consultation_id != stage.rows.consultation_id)
        states = {state: count for state, count in db.session.execute(others.group_by(Comment.visibility))}
    assert states == {Visibility.PUBLISHED: 176, Visibility.PENDING: 20, Visibility.HIDDEN: 2, Visibility.WITHDRAWN: 2}


def test_the_fast_floor_sends_the_page_of_the_site(stage):
    assert text(stage.reading, "/fast") == text(stage.site, stage.rows.read)


def test_the_fast_floor_sends_the_comments_of_a_later_page(stage):
    start = stage.rows.first + 10
    ours, floor = (
        whole[whole.index("<article") : whole.rindex("</article>")]
        for whole in (text(stage.site, f"{stage.rows.read}?after={start}"), text(stage.reading, f"/fast?after={start}"))
    )
    assert floor == ours
    assert f'id="c{start + 1}"' in ours


def test_the_other_floors_send_the_same_bytes(stage):
    assert page(stage.reading, "/mem") == page(stage.reading, "/frag") == page(stage.reading, "/fast")
    assert b'ETag: W/"' in ask(stage.reading.port, get(stage.reading, "/frag"))[1]


def test_a_page_is_kept_and_sent_again(stage):
    first, second = (ask(stage.site.port, get(stage.site, stage.rows.read))[1] for _turn in range(2))
    assert re.findall(rb"ETag: [^\r]+", first) == re.findall(rb"ETag: [^\r]+", second) != []


def test_the_floor_of_a_vote_keeps_one_row_and_true_counters(stage):
    first, voter = stage.rows.first, stage.rows.accounts[0].user_id
    for stance in (Stance.AGREE, Stance.AGREE, Stance.UNSURE):
        message = post(stage.writing, f"/vote/{first}", {"voter": voter, "stance": stance})
        assert ask(stage.writing.port, message)[0] == 303
    assert in_floor(stage, "SELECT voter_id, stance FROM comment_votes WHERE comment_id = ?", first) == [(voter, "unsure")]
    assert in_floor(stage, "SELECT agree_count, disagree_count, unsure_count FROM comments WHERE id = ?", first) == [(0, 0, 1)]


def test_the_floor_of_a_comment_writes_one_and_counts_it(stage):
    said = {"author": stage.rows.accounts[0].user_id, "body": "1 < 2", "kind": "question", "lang": "en"}
    counted = "SELECT comment_count FROM blocks WHERE version_id = ? AND key = ?"
    before = in_floor(stage, counted, stage.rows.version_id, READ_BLOCK)
    assert ask(stage.writing.port, post(stage.writing, "/comment", said))[0] == 303
    assert in_floor(stage, "SELECT safe_html, visibility FROM comments ORDER BY id DESC LIMIT 1") == [("<p>1 &lt; 2</p>", "published")]
    assert in_floor(stage, counted, stage.rows.version_id, READ_BLOCK) == [(before[0][0] + 1,)]


def test_an_account_of_the_benchmark_is_signed_in_and_may_write(stage):
    rows, account = stage.rows, stage.rows.accounts[0]
    token = {"csrf_token": rows.token}
    vote = post(stage.site, f"/en/comments/{rows.first}/vote", {"stance": "agree", **token}, account.cookie)
    comment = post(stage.site, rows.written, {"body": "Yes.", "kind": "question", "lang": "en", "send": "1", **token}, account.cookie)
    answers = [ask(stage.site.port, message)[1] for message in (vote, comment)]
    assert [b"Location: " in answer and b"sign-in" not in answer for answer in answers] == [True, True]
    with opened(stage.app):
        assert db.session.scalars(sa.select(CommentVote.stance).where(CommentVote.voter_id == account.user_id)).all() == [Stance.AGREE]
        assert db.session.scalars(sa.select(Comment.body).where(Comment.author_id == account.user_id)).all() == ["Yes."]
