"""Mails with one-time links. The token is made here, so that no table ever holds one that still opens something."""

from consult.accounts import queries, rules
from consult.accounts.models import Purpose, User
from consult.core import clock, tokens
from consult.core.db import db
from consult.core.i18n import address
from consult.core.mail import compose, deliver, link
from consult.core.mailboxes import mailbox_address
from consult.core.transaction import release
from consult.jobs.registry import job


@job
def send_confirmation(user_id: int) -> None:
    """Ask a new person to confirm the address. Nothing to do where that is done already."""
    person = queries.reachable(user_id)
    if person is not None and person.confirmed_at is None:
        _send(person, "confirm_address", Purpose.CONFIRM, "accounts.confirm")


@job
def tell_account_exists(user_id: int) -> None:
    """Tell the owner of an account that somebody, perhaps they, tried to create it again; offer a new passphrase."""
    person = queries.reachable(user_id)
    if person is not None:
        _send(person, "account_exists", Purpose.RESET, "accounts.reset")


@job
def send_reset(user_id: int) -> None:
    """Mail a link to choose a new passphrase. Asked for an address without an account, there is nobody to write to."""
    person = queries.reachable(user_id)
    if person is not None:
        _send(person, "reset_passphrase", Purpose.RESET, "accounts.reset")


def _send(person: User, template: str, purpose: Purpose, endpoint: str) -> None:
    """Keep the link's fingerprint, then mail the link: a mail that cannot be sent is tried again with another one."""
    token = tokens.fresh()
    db.session.add(rules.link_for(person, purpose, token, clock.now()))
    path = address(endpoint, lang=person.lang, token=token)
    message = compose(mailbox_address(str(person.email)), person.lang, template, url=link(path))  # reads the name of the site
    release()
    deliver(message)
