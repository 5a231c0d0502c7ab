"""What the commands of set-up and checks print."""

from collections.abc import Iterator
from dataclasses import asdict

from consult.audit.queries import BrokenLink
from consult.core.bilingual import Bilingual
from consult.home.demo_loader.content import Account
from consult.home.queries import AlteredEdition, BrokenSeal, Checked, Difference
from consult.home.services import Migrated
from consult.settings import Settings

ROWS = {
    "blocks": "Block",
    "consultation_modules": "Consultation and module",
    "comments": "Comment",
    "statements": "Statement with the id",
    "consultations": "Consultation",
}


def check_lines(checked: Checked) -> Iterator[str]:
    """One sentence for each thing that was found."""
    for difference in checked.counters:
        yield counter_sentence(difference) + (" Found and mended." if checked.mended else "")
    yield from (seal_sentence(seal) for seal in checked.seals)
    yield from (link_sentence(link) for link in checked.links)
    yield from (edition_sentence(edition) for edition in checked.editions)


def check_object(checked: Checked) -> dict[str, object]:
    """The same for machines."""
    return {**asdict(checked), "remaining": checked.remaining}


def counter_sentence(found: Difference) -> str:
    """Name the row, its counter, what is stored and what the rows say."""
    table, column = found.counter.split(".")
    key = " and ".join(str(part) for part in found.key)
    return f"{ROWS[table]} {key}: {column} is {found.stored}, its rows say {found.counted}."


def seal_sentence(found: BrokenSeal) -> str:
    """Name the vote or ballot that is not what was cast."""
    key = ", ".join(str(part) for part in found.key)
    return f"{found.table} ({key}): its seal does not fit: the row was changed, moved or made up in the database."


def edition_sentence(found: AlteredEdition) -> str:
    """Name the edition that is not what was published."""
    return f"Report {found.report_id}, edition {found.number}: its content was altered; it no longer has its hash."


def link_sentence(found: BrokenLink) -> str:
    """Name the place where a chain does not hold, and how."""
    return f"Audit chain {found.chain}, entry {found.seq}: {found.fault.value.replace('_', ' ')}."


def secret_place(settings: Settings) -> str:
    """Where the secret key is; never the key itself."""
    kept = settings.instance / "secret_key"
    is_kept = kept.is_file() and kept.read_text(encoding="utf-8").strip() == settings.secret_key
    return f"{kept}, readable by its owner alone" if is_kept else "from CONSULT_SECRET_KEY"


def schema_sentence(migrated: Migrated) -> str:
    """What became of the schema."""
    if migrated.before == migrated.after:
        return f"Schema: {migrated.after}, as it was."
    if migrated.before is None:
        return f"Schema: {migrated.after}, made now."
    return f"Schema: {migrated.after}, migrated from {migrated.before}."


def demo_lines(site_name: Bilingual, address: str, accounts: list[Account], comparison: Bilingual, passphrase: str) -> Iterator[str]:
    """Where the demo is, and who may sign in, in both languages."""
    yield f"{site_name.en} | {site_name.fr}"
    yield f"  {address}/"
    yield ""
    yield "Demo accounts: invented people, one for each role. All have the same passphrase."
    yield "Comptes de démonstration : des personnes inventées, une pour chaque rôle. Une même phrase de passe pour tous."
    width = max(len(account["address"]) for account in accounts)
    for account in accounts:
        yield f"  {account['address']:<{width}}  {account['role'] or 'participant'}"
        yield f"  {'':<{width}}    {account['note']['en']}"
        yield f"  {'':<{width}}    {account['note']['fr']}"
        yield f"  {'':<{width}}    {address}{account['start']}"
    yield ""
    yield "Without signing in: what changed between two versions of a module."
    yield "Sans se connecter : ce qui a changé entre deux versions d’un module."
    yield from (f"  {address}{path}" for path in (comparison.en, comparison.fr))
    yield ""
    yield f"Passphrase | Phrase de passe : {passphrase}"
    yield "Everybody who reads this can sign in with every role: never load the demo on a site that people use."
    yield "Qui lit ceci peut se connecter avec tous les rôles : ne chargez jamais la démonstration sur un site en service."
