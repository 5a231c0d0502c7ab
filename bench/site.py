"""The site that is measured: its settings, its rows, and people who are signed in."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from itsdangerous import URLSafeTimedSerializer

from bench.comments import Place, add_comments
from consult import create_app
from consult.accounts import session
from consult.accounts.models import Origin, User
from consult.consultations.models import Mode
from consult.core import clock, tokens
from consult.core.db import db
from consult.core.forms import TOKEN_FIELD
from consult.core.i18n import address
from consult.modules.models import BlockKind, Module
from consult.settings import Settings
from tests.builders import make_block, make_consultation, make_user, make_version
from tests.support.database import make_schema
from tests.support.signing_in import RAW_TOKEN, SALT

SECRET = "a key for the benchmark only"  # noqa: S105 - guards nothing: the site it signs for is thrown away
READ_BLOCK, WRITTEN_BLOCK = "b01", "b02"
BLOCKS = 6
SECTION = "s1"


@dataclass(frozen=True)
class Account:
    """Somebody who is signed in, with what their browser carries."""

    user_id: int
    cookie: str


def make_app(folder: Path, database_url: str, port: int = 8000, *, page_cache: bool = True) -> Flask:
    """The site with everything on; `page_cache` is off only where a page is measured that was not kept."""
    settings = Settings(
        instance=folder,
        secret_key=SECRET,
        database_url=database_url,
        public_url=f"http://127.0.0.1:{port}",
        port=port,
        page_cache=page_cache,
    )
    return create_app(settings)


def settings_for(app: Flask) -> dict[str, str]:
    """The same settings as the environment of a server carries them."""
    settings: Settings = app.extensions["settings"]
    return {
        "CONSULT_INSTANCE": str(settings.instance),
        "CONSULT_SECRET_KEY": settings.secret_key,
        "CONSULT_PUBLIC_URL": settings.public_url,
        "DATABASE_URL": settings.database_url,
    }


@contextmanager
def opened(app: Flask) -> Iterator[None]:
    """The app's context, and its connections closed behind it."""
    with app.app_context():
        try:
            yield
        finally:
            db.session.remove()
            db.engine.dispose()


def make_place() -> Place:
    """An open consultation that publishes at once, on one module of a section and some paragraphs; the place is its first paragraph."""
    version = make_version()
    make_block(version, key=SECTION, kind=BlockKind.SECTION)
    blocks = [make_block(version, key=f"b{number:02}", section_key=SECTION) for number in range(1, BLOCKS + 1)]
    consultation = make_consultation(versions=[version], mode=Mode.POST)
    db.session.commit()
    return Place(consultation, blocks[0], make_user(display_name="Somebody").id)


def make_rows(app: Flask, *, others: int) -> Place:
    """Migrate an empty database; put two other consultations with comments in it, and one that is still empty."""
    make_schema(app)
    for _another in range(2):
        add_comments(make_place(), others, mixed=True)
    return make_place()


def thread_path(app: Flask, place: Place, key: str = READ_BLOCK, lang: str = "en") -> str:
    """The address of a discussion."""
    with app.test_request_context():
        return address("feedback.thread", db.session.get_one(Module, place.block.module_id), lang, key=key)


def module_path(app: Flask, place: Place) -> str:
    """The address of its module."""
    with app.test_request_context():
        return address("feedback.module", db.session.get_one(Module, place.block.module_id), "en")


def consultation_path(app: Flask, place: Place) -> str:
    """The address of the consultation."""
    with app.test_request_context():
        return address("consultations.page", place.consultation, "en")


def make_accounts(app: Flask, count: int) -> list[Account]:
    """People who have signed in, each as the site itself does it, except for the passphrase: hashing a thousand would take minutes."""
    now = clock.now()
    people = [
        User(
            email=f"p{number}@example.ca",
            email_key=f"p{number}@example.ca",
            display_name=f"P. {number}",
            confirmed_at=now,
            origin=Origin.WEB,
        )
        for number in range(count)
    ]
    db.session.add_all(people)
    db.session.flush()
    accounts = []
    for person in people:
        token = tokens.fresh()
        db.session.add(session.new_login(person, token, now))
        accounts.append(Account(person.id, _cookie(app, session.carried(token, now))))
    db.session.commit()
    return accounts


def form_token(app: Flask) -> str:
    """The token that forms of all these people carry: each cookie holds the same raw one."""
    return str(URLSafeTimedSerializer(str(app.secret_key), salt=SALT).dumps(RAW_TOKEN))


def _cookie(app: Flask, values: dict[str, str | int]) -> str:
    """The session cookie with these values, signed as Flask signs it."""
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    return f"{app.config['SESSION_COOKIE_NAME']}={signer.dumps({'_permanent': True, TOKEN_FIELD: RAW_TOKEN, **values})}"
