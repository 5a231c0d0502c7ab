"""How a new site gets its first administrator: by a link that is printed where the site is started, and nowhere else."""

from sqlalchemy import delete

from consult.accounts import queries, rules
from consult.accounts.models import Origin, Role, SetupLink, User
from consult.accounts.services.people import create_user
from consult.accounts.services.roles import start_role
from consult.audit.models import Action
from consult.audit.services import record
from consult.core import clock, passphrases, tokens
from consult.core.access import require
from consult.core.db import db
from consult.core.errors import NotFound, Refused
from consult.core.transaction import release


class AddressTaken(Refused):
    """There is an account for this address already: whoever holds the link may not take it over."""


def issue_setup_link(actor: User) -> str | None:
    """Make the token of the link to print; every earlier one is dead. None where somebody administers this site already."""
    require(rules.may_manage_people, actor)
    if queries.is_held(Role.ADMINISTRATOR):
        return None
    token, now = tokens.fresh(), clock.now()
    db.session.execute(delete(SetupLink))
    db.session.add(SetupLink(token_hash=tokens.fingerprint(token), created_at=now, expires_at=now + rules.SETUP_LIFE))
    db.session.flush()
    return token


def make_first_administrator(token: str, *, email: str, passphrase: str, display_name: str, lang: str) -> User:
    """Open the account of the first administrator, by the printed link: of two who follow it at once, one gets there."""
    release()
    passphrase_hash = passphrases.hashed(passphrase)
    link = queries.setup_link(token, clock.now())
    if link is None or not db.session.execute(delete(SetupLink).where(SetupLink.id == link.id)).rowcount:  # type: ignore[attr-defined]  # a DELETE gives a cursor
        raise NotFound("setup link")
    if queries.user_by_email(email) is not None:
        raise AddressTaken(email)
    person = create_user(rules.operator(), email, lang=lang, origin=Origin.WEB)
    person.passphrase_hash, person.display_name = passphrase_hash, display_name
    record(Action.ADMINISTRATOR_SET_UP, person.id, f"user:{person.id}")
    start_role(None, person, Role.ADMINISTRATOR, consultation_id=None, committee_id=None)
    return person
