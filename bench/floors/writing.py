"""Floors of writing: a vote is an upsert and a counter, a comment an insert and a counter, each in one short transaction.

No sign-in, no CSRF, no rules, no audit, no history of votes, no cleaning of the text. The answer is a redirect, as the site's.
"""

from datetime import UTC, datetime

import sqlalchemy as sa
from flask import Flask, redirect, request
from markupsafe import escape
from sqlalchemy.dialects.sqlite import insert
from werkzeug.wrappers import Response

from bench.floors import Plan, connect

KEY = ["comment_id", "voter_id"]
ANYWHERE = "/mem"
SEE_OTHER = 303


def make() -> Flask:
    """The app that gunicorn serves."""
    app, plan = Flask("floor"), Plan.read()
    engine = connect(plan, writes=True)
    comments, votes, blocks = (
        sa.Table(name, sa.MetaData(), autoload_with=engine, resolve_fks=False) for name in ("comments", "comment_votes", "blocks")
    )
    new_comment, new_vote = _blank(comments) | _always(plan), _blank(votes) | {"consultation_id": plan.consultation_id}
    one_more = (
        sa.update(blocks)
        .where(blocks.c.version_id == plan.version_id, blocks.c.key == plan.block_key)
        .values(comment_count=blocks.c.comment_count + 1)
    )
    engine.dispose()  # before the workers are forked

    @app.post("/vote/<int:comment_id>")
    def vote(comment_id: int) -> Response:
        voter_id, stance = int(request.form["voter"]), request.form["stance"]
        values = {"stance": stance, "cast_at": datetime.now(UTC)}
        row = {**new_vote, **values, "comment_id": comment_id, "voter_id": voter_id}
        with engine.begin() as connection:
            former = sa.select(votes.c.stance).where(votes.c.comment_id == comment_id, votes.c.voter_id == voter_id)
            before = connection.execute(former).scalar()
            connection.execute(insert(votes).values(row).on_conflict_do_update(index_elements=KEY, set_=values))
            if before != stance:
                counted = {f"{stance}_count": 1} | ({f"{before}_count": -1} if before else {})
                changes = {name: comments.c[name] + change for name, change in counted.items()}
                connection.execute(sa.update(comments).where(comments.c.id == comment_id).values(changes))
        return redirect(ANYWHERE, SEE_OTHER)

    @app.post("/comment")
    def comment() -> Response:
        body, author_id = request.form["body"], int(request.form["author"])
        said = {"body": body, "safe_html": f"<p>{escape(body)}</p>", "kind": request.form["kind"], "lang": request.form["lang"]}
        by = {"author_id": author_id, "signed_as": f"P. {author_id}", "posted_at": datetime.now(UTC)}
        with engine.begin() as connection:
            connection.execute(sa.insert(comments).values({**new_comment, **said, **by}))
            connection.execute(one_more)
        return redirect(ANYWHERE, SEE_OTHER)

    return app


def _always(plan: Plan) -> dict[str, object]:
    """What is the same in every comment of the load."""
    place = {"consultation_id": plan.consultation_id, "module_id": plan.module_id, "version_id": plan.version_id}
    return {**place, "block_key": plan.block_key, "author_choice": "name", "origin": "web", "visibility": "published"}


def _blank(table: sa.Table) -> dict[str, object]:
    """Something for every column that must be filled: the site's tables are taken as they are."""
    needed = [column for column in table.columns if not column.nullable and not (column.name == "id" and column.primary_key)]
    return {column.name: "" if isinstance(column.type, sa.String) else 0 for column in needed}
