"""Roles, what they are for, invitations and perspectives, in words."""

from collections.abc import Iterator

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import pgettext

from consult.accounts.models import Invitation, Perspective, Role, User
from consult.accounts.queries import Names, Scoped
from consult.accounts.rules import OF_A_COMMITTEE, OF_A_CONSULTATION, InvitationState
from consult.core.bilingual import LANGUAGES, Passage
from consult.core.formats import NBSP
from consult.core.i18n import address, language, other, speaking
from consult.core.mail import link

# As it stands beside what people write.
PERSPECTIVES = {
    Perspective.COMMUNITY: _l("Community"),
    Perspective.POLICE: _l("Police service"),
    Perspective.ACADEMIC: _l("Research and teaching"),
    Perspective.GOVERNMENT: _l("Government"),
    Perspective.JUSTICE: _l("Justice"),
    Perspective.SERVICES: _l("Community services"),
    Perspective.OTHER: _l("Another perspective"),
}


def role_name(role: Role) -> str:
    """What a role is called."""
    return {
        Role.ADMINISTRATOR: _("Administrator"),
        Role.EDITOR: _("Editor"),
        Role.MODERATOR: _("Moderator"),
        Role.ANALYST: _("Analyst"),
        Role.COMMITTEE_MEMBER: _("Committee member"),
        Role.COMMITTEE_CHAIR: _("Committee chair"),
        Role.SAFETY_OFFICER: _("Safety officer"),
    }[role]


def role_task(role: Role) -> str:
    """What whoever holds it may do."""
    return {
        Role.ADMINISTRATOR: _("Invites people, gives and ends roles, and sets up consultations."),
        Role.EDITOR: _("Writes and translates, and sets up consultations."),
        Role.MODERATOR: _("Reads every comment, publishes it or takes it out of public view, and gives the reason."),
        Role.ANALYST: _("Compiles reports and writes their summaries."),
        Role.COMMITTEE_MEMBER: _("Reads the reports of the committee before they are published."),
        Role.COMMITTEE_CHAIR: _("Reads the reports of the committee before they are published, and chairs it."),
        Role.SAFETY_OFFICER: _("Is called when a comment speaks of a danger to somebody’s life, of a child at risk, or of a crime."),
    }[role]


def role_choice(role: Role) -> str:
    """A role with its task, as an option of a form."""
    return _("%(role)s: %(task)s", role=role_name(role), task=role_task(role))


def place(role: Role, held: Scoped, names: Names) -> Passage:
    """What the role is for: a consultation or a committee by its name, else all there are."""
    found, lang = names.of(held), language()
    if found is not None:
        named = found.read(lang)
        return named if named.text else Passage(_("Consultation %(number)d", number=held.consultation_id or 0), lang)
    if role in OF_A_CONSULTATION:
        return Passage(_("All consultations"), lang)
    return Passage(_("All committees") if role in OF_A_COMMITTEE else _("The whole site"), lang)


def person_name(person: User) -> str:
    """The name of somebody who holds a role; the address where they gave none."""
    return person.display_name or str(person.email)


def state_tag(state: InvitationState) -> tuple[str, str]:
    """How an invitation stands: words, and the kind of their tag."""
    return {
        InvitationState.OPEN: (_("Waiting for an answer"), "open"),
        InvitationState.ACCEPTED: (pgettext("invitation", "Accepted"), "accepted"),
        InvitationState.EXPIRED: (pgettext("invitation", "Expired"), "part"),
        InvitationState.WITHDRAWN: (pgettext("invitation", "Withdrawn"), "no"),
    }[state]


def letter_words(invitation: Invitation, names: Names) -> dict[str, object]:
    """What the mail of an invitation says in its own language, and the one line in the other."""
    with speaking(invitation.lang):
        words = {"role": role_name(invitation.role), "task": role_task(invitation.role), "place": place(invitation.role, invitation, names)}
    with speaking(other(invitation.lang)):
        # Translators: of the translation itself: the French says « en français ».
        elsewhere = _("This invitation in English:")
    return {**words, "other_line": elsewhere, "other_lang": other(invitation.lang)}


def setup_lines(token: str) -> Iterator[str]:
    """What whoever starts a site without an administrator reads, in both languages. It holds the token: for the terminal alone."""
    told = {
        "en": "Nobody administers this site yet. This link makes the first administrator (once, within 24 hours):",
        "fr": f"Personne n’administre encore ce site. Ce lien crée le premier compte d’administration (une fois, pendant 24 heures){NBSP}:",
    }
    for lang in LANGUAGES:
        yield told[lang]
        yield f"  {link(address('accounts.first_administrator', lang=lang, token=token))}"
