"""What a page costs: a fixed number of questions to the database, however much has been said."""

import sqlalchemy as sa

from consult.core.access import mark_of
from consult.core.db import db
from consult.feedback.models import Comment, Visibility
from tests.support.database import settle
from tests.support.example import VISITOR, Example
from tests.support.examples import PEOPLE, examples

# Session and actor included.
VISITORS, SIGNED_IN, STAFF = 8, 12, 16
# Pages where comments are listed or counted.
LISTS = {
    "consultations.page",
    "consultations.workspace",
    "feedback.comment",
    "feedback.comments",
    "feedback.discussion",
    "feedback.module",
    "feedback.my_comments",
    "feedback.thread",
    "home.index",
    "moderation.item",
    "moderation.queue",
    "reports.workspace",
}
FEW, MANY = 20, 2_000


def test_no_page_asks_more_than_its_budget(app, site, world, statements):
    faults = []
    for example, asked in costs(site, world, statements):
        staff = mark_of(app.view_functions.get(example.endpoint, app.view_functions["home.index"])) == "staff"
        allowed = STAFF if staff else VISITORS if example.who == VISITOR else SIGNED_IN
        if len(asked) > allowed:
            questions = "\n".join(f"    {' '.join(statement.split())[:160]}" for statement in asked)
            faults.append(f"{example} asks {len(asked)} questions (at most {allowed}): load them together.\n{questions}")
    assert not faults, "\n" + "\n".join(faults)


def test_a_page_costs_the_same_however_many_comments_there_are(site, world, statements):
    template = world.comments["english"].id
    add_comments(template, FEW)
    few = costs(site, world, statements, LISTS)
    add_comments(template, MANY - FEW)
    many = costs(site, world, statements, LISTS)
    deep = costs(site, world, statements, LISTS, after=template + MANY // 2)
    faults = [
        f"{example} asks {len(before)} questions with {FEW} comments, {len(after)} with {MANY}."
        for (example, before), (_same, after) in zip(few, many, strict=True)
        if len(before) != len(after)
    ]
    faults += [
        f"{example} asks {len(first)} questions on its first page, {len(later)} on a later one."
        for (example, first), (_same, later) in zip(many, deep, strict=True)
        if len(first) < len(later)
    ]
    assert not faults, "\n" + "\n".join(faults)


def costs(site, world, statements, endpoints: set[str] | None = None, after: int = 0) -> list[tuple[Example, list[str]]]:
    """What every page that somebody opens asks the database, for the one who opens it; none of them is kept from before."""
    found = []
    site.open("home.index")  # a process that has just started reads the words of the site, once
    for who in PEOPLE:
        browser = site if who == VISITOR else site.as_(world.people[who])
        for example in examples(world, who):
            if example.sent is None and (endpoints is None or example.endpoint in endpoints):
                path = example.path(site.app, "en")
                forget_what_is_kept(site.app)
                with statements as seen:
                    browser.open(f"{path}{'&' if '?' in path else '?'}after={after}" if after else path, follow=False)
                found.append((example, seen.selects))
    return found


def forget_what_is_kept(app) -> None:
    """Pages and parts of pages that visitors got before: what is asked here is what a page costs when it is made."""
    for kept in ("kept_pages", "kept_parts"):
        app.extensions.pop(kept, None)


def add_comments(template: int, number: int) -> None:
    """More of the same, in one statement, and as many replies to it; every tenth still waits for a moderator."""
    table = db.metadata.tables[Comment.__tablename__]
    row = dict(db.session.execute(sa.select(table).where(table.c.id == template)).mappings().one())
    first = (db.session.scalar(sa.select(sa.func.max(table.c.id))) or 0) + 1
    states = {True: Visibility.PENDING, False: Visibility.PUBLISHED}
    rows = [
        {**row, "id": first + place, "parent_id": template if place % 2 else None, "visibility": states[place % 10 == 0]}
        for place in range(number)
    ]
    db.session.execute(sa.insert(table), rows)
    settle()
