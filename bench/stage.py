"""Everything that is loaded over HTTP: the site and its floors, on two copies of one database, each behind its own gunicorn."""

import json
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import urlencode

from flask import Flask

from bench.comments import add_comments
from bench.floors import Plan
from bench.load import HEAD_ENDS, LoadFault, ask
from bench.servers import SITE, Server, explained, serving
from bench.site import (
    READ_BLOCK,
    WRITTEN_BLOCK,
    Account,
    form_token,
    make_accounts,
    make_app,
    make_rows,
    module_path,
    opened,
    settings_for,
    thread_path,
)
from consult.core.db import db
from consult.feedback.models import Comment
from tests.support.ports import free_port

OK = 200
# A floor's page may be this much shorter or longer than the site's.
SAME_SIZE = 0.05
ENDS = "</article>"


@dataclass(frozen=True)
class Rows:
    """What is in the database, as far as messages name it."""

    consultation_id: int
    module_id: int
    version_id: int
    first: int  # number of the first comment on the block that is read
    count: int
    read: str  # the address of that discussion,
    read_in_french: str  # the same for French readers,
    written: str  # and of the one that is written to
    module: str
    accounts: list[Account]
    token: str


@dataclass(frozen=True)
class Stage:
    """The running servers."""

    app: Flask
    rows: Rows
    site: Server
    reading: Server
    writing: Server
    floor_database: Path


@contextmanager
def staged(folder: Path, *, comments: int, accounts: int, others: int = 1_000) -> Iterator[Stage]:
    """Make the database, copy it for the floors, and serve all while the block runs."""
    (folder / "site").mkdir()
    database, copy = folder / "site" / "consult.db", folder / "floor.db"
    app = make_app(folder / "site", f"sqlite:///{database}", free_port())
    with opened(app):
        rows = _fill(app, comments, accounts, others)
    shutil.copy(database, copy)
    with ExitStack() as running, explained(folder / "site.log"):
        port = int(app.extensions["settings"].port)
        site = running.enter_context(serving(SITE, port, folder / "site.log", **settings_for(app)))
        plan = folder / "plan.json"
        plan.write_text(json.dumps(asdict(cut(app, rows, site, copy))), encoding="utf-8")
        reading, writing = (
            running.enter_context(serving(f"bench.floors.{name}:make()", free_port(), folder / f"{name}.log", BENCH_FLOOR=str(plan)))
            for name in ("reading", "writing")
        )
        refuse_another_size(page(site, rows.read), page(reading, "/fast"))
        yield Stage(app, rows, site, reading, writing, copy)


def get(server: Server, path: str) -> bytes:
    """A visitor's request."""
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nConnection: close\r\n\r\n".encode()


def post(server: Server, path: str, fields: Mapping[str, object], cookie: str = "") -> bytes:
    """A form, as a browser sends it."""
    body, origin = urlencode(fields).encode(), f"127.0.0.1:{server.port}"
    lines = [
        f"POST {path} HTTP/1.1",
        f"Host: {origin}",
        f"Origin: http://{origin}",
        *([f"Cookie: {cookie}"] if cookie else []),
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(body)}",
        "Connection: close",
    ]
    return "\r\n".join(lines).encode() + HEAD_ENDS + body


def page(server: Server, path: str) -> str:
    """The body of a page, which must be there."""
    status, answer = ask(server.port, get(server, path))
    if status != OK:
        raise LoadFault(f"{path} was answered {status}: {answer[:300]!r}")
    return answer.partition(HEAD_ENDS)[2].decode()


def cut(app: Flask, rows: Rows, site: Server, database: Path) -> Plan:
    """The plan of the floors: where their rows are, and the site's own page in its parts."""
    with opened(app):
        first = db.session.get_one(Comment, rows.first)
    parts = parted(page(site, rows.read), first)
    return Plan(str(database), rows.consultation_id, rows.module_id, rows.version_id, READ_BLOCK, *parts)


def parted(whole: str, first: Comment) -> tuple[str, str, str]:
    """Cut a page into what stands before its comments, the first of them as a template for all, and what stands behind them."""
    starts = [found.start() for found in re.finditer(r'<article class="comment"', whole)]
    end = whole.rindex(ENDS) + len(ENDS)
    row = whole[starts[0] : starts[1]]
    between = row[row.rindex(ENDS) + len(ENDS) :]
    if "{{" in row or "{%" in row or first.safe_html not in row:
        raise LoadFault("The page of the site cannot be made a template of the floor: see bench/stage.py.")
    row = row.replace(first.safe_html, "{{ row.safe_html | safe }}").replace(first.signed_as, "{{ row.signed_as }}")
    row = re.sub(rf"(?<!\d){first.id}(?!\d)", "{{ row.id }}", row)
    row = re.sub(r'datetime="[^"]*"', 'datetime="{{ row.posted_at }}"', row)
    return whole[: starts[0]], row, whole[end:].removeprefix(between)


def refuse_another_size(ours: str, floor: str) -> None:
    """A floor that sends less than the site, or more, is no floor."""
    if abs(len(floor) - len(ours)) > SAME_SIZE * len(ours):
        raise LoadFault(f"The floor's page has {len(floor)} characters, the site's {len(ours)}.")


def _fill(app: Flask, comments: int, accounts: int, others: int) -> Rows:
    place = make_rows(app, others=others)
    first = add_comments(place, comments, mixed=False)
    return Rows(
        consultation_id=place.consultation.id,
        module_id=place.block.module_id,
        version_id=place.block.version_id,
        first=first,
        count=comments,
        read=thread_path(app, place),
        read_in_french=thread_path(app, place, lang="fr"),
        written=thread_path(app, place, WRITTEN_BLOCK),
        module=module_path(app, place),
        accounts=make_accounts(app, accounts),
        token=form_token(app),
    )
