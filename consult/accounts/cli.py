"""Commands of the operator: create an account, give and take roles, create a committee, delete what people said of themselves."""

import sys

import click

from consult.accounts import queries, services
from consult.accounts.forms import AddressForm, PassphraseForm
from consult.accounts.models import Purpose, Role
from consult.accounts.rules import OF_A_COMMITTEE, operator
from consult.core.bilingual import LANGUAGES, Bilingual
from consult.core.commands import say, verb
from consult.core.errors import Refused
from consult.core.forms import BaseForm
from consult.core.i18n import address
from consult.core.mail import link

MOST_DIGITS = 9
ROLE = click.Choice([role.value for role in Role])
OF = "The consultation (number or English slug) or the committee (number) that the role is for; everywhere without it."


@verb("create-user")
@click.argument("email")
@click.option("--lang", type=click.Choice(LANGUAGES), required=True, help="The language of the person's mails.")
@click.option("--passphrase-stdin", is_flag=True, help="Read the passphrase from the first line of standard input.")
@click.option("--role", type=ROLE, help="A role to give at once.")
@click.option("--of", "reference", help=OF)
def create_user(email: str, lang: str, role: str | None, reference: str | None, *, passphrase_stdin: bool) -> None:
    """Create a confirmed account. Without a passphrase, print a link to choose one (good once, for an hour)."""
    if reference and not role:
        message = "--of says what a role is for: give --role too."
        raise click.UsageError(message)
    _check(AddressForm.of_values({"email": email}))
    passphrase = _passphrase(email) if passphrase_stdin else None
    person = services.create_user(operator(), email.strip(), lang=lang, passphrase=passphrase)
    if role:
        services.grant_role(operator(), person, Role(role), **_scope(Role(role), reference))
    click.echo(f"user {person.id}")
    if passphrase is None:
        say("The person chooses a passphrase here, within an hour:")
        click.echo(link(address("accounts.reset", lang=lang, token=services.issue_link(operator(), person, Purpose.RESET))))


@verb("grant-role")
@click.argument("email")
@click.argument("role", type=ROLE)
@click.option("--of", "reference", help=OF)
def grant_role(email: str, role: str, reference: str | None) -> None:
    """Give a person a role. It counts from their next page on; giving it twice changes nothing."""
    services.grant_role(operator(), queries.account(email), Role(role), **_scope(Role(role), reference))
    say(f"{email} holds the role {role}.")


@verb("discard-answers")
@click.option("--yes", is_flag=True, help="Do it. Nobody can bring the answers back.")
def discard_answers(*, yes: bool) -> None:
    """Delete what everybody said of themselves: at the end of its time, or where its key is lost (then it makes another)."""
    if not yes:
        message = "This deletes the answers of everybody, for good. If you mean it, add --yes."
        raise click.UsageError(message)
    click.echo(f"answers deleted {services.discard_answers(operator())}")
    say(f"The key for answers that come from now on: {services.prepare_answers_key()}")


@verb("revoke-role")
@click.argument("email")
@click.argument("role", type=ROLE)
@click.option("--of", "reference", help=OF)
def revoke_role(email: str, role: str, reference: str | None) -> None:
    """Take a role away. It ends with the person's next page."""
    services.revoke_role(operator(), queries.account(email), Role(role), **_scope(Role(role), reference))
    say(f"{email} no longer holds the role {role}.")


@verb("create-committee")
@click.argument("name_en")
@click.argument("name_fr")
def create_committee(name_en: str, name_fr: str) -> None:
    """Create a committee and print its number."""
    click.echo(services.create_committee(operator(), Bilingual(name_en.strip(), name_fr.strip())).id)


def _scope(role: Role, reference: str | None) -> dict[str, int]:
    """What the role is for, as the service takes it; nothing where it applies everywhere."""
    if reference is None:
        return {}
    if role not in OF_A_COMMITTEE:
        return {"consultation_id": queries.consultation_id(reference)}
    if not reference.isdecimal() or len(reference) > MOST_DIGITS:
        message = "A committee is named by its number, which create-committee printed."
        raise click.UsageError(message)
    return {"committee_id": queries.committee(int(reference)).id}


def _passphrase(email: str) -> str:
    """The first line of standard input, held to the same rules as on the page."""
    try:
        typed = sys.stdin.buffer.readline().decode().rstrip("\r\n")
    except UnicodeDecodeError:
        message = "The passphrase is not UTF-8."
        raise Refused(message) from None
    form = PassphraseForm.of_values({"passphrase": typed})
    form.owner = email
    _check(form)
    return typed


def _check(form: BaseForm) -> None:
    """Refuse what the page would refuse, in the same words."""
    if not form.validate():
        raise Refused(" ".join(sentence for _field, sentence in form.faults))
