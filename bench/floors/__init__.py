"""Floors: the least that Flask and SQLAlchemy need for the same work. They import nothing of the site.

They read and write a copy of the site's own database file, so rows, indexes and sizes are the same; a JSON file named by
`BENCH_FLOOR` tells them where it is and what the page looks like around its rows.
"""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine

BUSY_TIMEOUT_MS = 10_000


@dataclass(frozen=True)
class Plan:
    """What a floor is told: the file, the discussion it shows, and a page of the site cut into its parts."""

    database: str
    consultation_id: int
    module_id: int
    version_id: int
    block_key: str
    before: str  # of the page: what stands before the comments,
    row: str  # one comment as a Jinja template of `row`,
    after: str  # and what stands behind them

    @classmethod
    def read(cls) -> "Plan":
        """The plan that the environment names."""
        return cls(**json.loads(Path(os.environ["BENCH_FLOOR"]).read_text(encoding="utf-8")))


def connect(plan: Plan, *, writes: bool) -> Engine:
    """The database with the same settings as the site's: WAL, NORMAL, a busy timeout, and IMMEDIATE where it writes."""
    engine = sa.create_engine(f"sqlite:///{plan.database}")
    begin = "BEGIN IMMEDIATE" if writes else "BEGIN"

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's connection
        connection.isolation_level = None
        for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON", f"busy_timeout = {BUSY_TIMEOUT_MS}"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def open_transaction(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine
