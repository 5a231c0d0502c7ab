"""Floors of reading one page of a discussion: *mem*, *frag* and *fast*.

mem: the bytes, from memory. frag: one tiny query, then the bytes with their ETag. fast: the block and twenty comments by SQLAlchemy
Core, their stored HTML put into plain Jinja. All three send as many bytes as the site does.
"""

from typing import Any

import sqlalchemy as sa
from flask import Flask, Response, make_response, request
from markupsafe import Markup

from bench.floors import Plan, connect

COMMENTS_A_PAGE = 20
ENTRIES = sa.table("consultation_modules", *map(sa.column, ("consultation_id", "module_id", "revision")))
BLOCKS = sa.table("blocks", *map(sa.column, ("version_id", "key", "html_en", "comment_count")))
PLACE, SHOWN = ("consultation_id", "module_id", "block_key"), ("id", "safe_html", "signed_as", "kind", "posted_at")
COMMENTS = sa.table("comments", *map(sa.column, (*PLACE, *SHOWN)))
# In the words of the site's own index.
LISTED = sa.text("parent_id IS NULL AND visibility IN ('published', 'hidden', 'withdrawn')")


def make() -> Flask:
    """The app that gunicorn serves."""
    app, plan = Flask("floor"), Plan.read()
    engine = connect(plan, writes=False)
    entry, block, comments = _queries(plan)
    page = app.jinja_env.from_string(f"{{{{ before }}}}{{% for row in rows %}}{plan.row}{{% endfor %}}{{{{ after }}}}")
    before, after = Markup(plan.before), Markup(plan.after)  # noqa: S704 - cut from a page of our own
    kept: dict[int, bytes] = {}

    def render(start: int) -> str:
        with engine.connect() as connection:
            connection.execute(block).one()
            rows = connection.execute(comments, {"start": start}).all()
        return page.render(before=before, rows=rows, after=after)

    whole = render(0).encode()
    engine.dispose()  # before the workers are forked

    @app.get("/mem")
    def mem() -> bytes:
        return whole

    @app.get("/frag")
    def frag() -> Response:
        with engine.connect() as connection:
            revision = connection.execute(entry).scalar_one()
        response = make_response(kept.setdefault(revision, whole))
        response.set_etag(str(revision), weak=True)
        return response

    @app.get("/fast")
    def fast() -> str:
        return render(request.args.get("after", 0, type=int))

    return app


def _queries(plan: Plan) -> tuple[sa.Select[int], sa.Select[str, int], sa.Select[*tuple[Any, ...]]]:
    """The state of the page, its block, and a page of its comments after `start`."""
    entry = sa.select(ENTRIES.c.revision).where(ENTRIES.c.consultation_id == plan.consultation_id, ENTRIES.c.module_id == plan.module_id)
    block = sa.select(BLOCKS.c.html_en, BLOCKS.c.comment_count).where(
        BLOCKS.c.version_id == plan.version_id, BLOCKS.c.key == plan.block_key
    )
    comments = (
        sa.select(*(COMMENTS.c[name] for name in SHOWN))
        .where(
            COMMENTS.c.consultation_id == plan.consultation_id,
            COMMENTS.c.module_id == plan.module_id,
            COMMENTS.c.block_key == plan.block_key,
            COMMENTS.c.id > sa.bindparam("start"),
            LISTED,
        )
        .order_by(COMMENTS.c.id)
        .limit(COMMENTS_A_PAGE)
    )
    return entry, block, comments
