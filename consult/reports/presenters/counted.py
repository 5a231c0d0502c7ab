"""Who took part and what was counted: the numbers of a report that stand without a figure."""

from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from consult.core.formats import number
from consult.feedback.models import Kind
from consult.feedback.presenters import KINDS
from consult.reports.snapshot import Findings

# Smaller groups of people are not shown (METHOD 5.2, the fixed caveat).
SMALLEST_GROUP = 10


@dataclass(frozen=True)
class Counted:
    """The plain counts of one report."""

    findings: Findings

    @property
    def kinds(self) -> list[tuple[str, int]]:
        """Published comments by kind, in the order of the form."""
        found = self.findings["comments"]["by_kind"]
        known = [(str(KINDS[kind]), found[kind.value]) for kind in Kind if kind.value in found]
        return [*known, (_("Replies without a kind"), found["reply"])] if "reply" in found else known

    @property
    def facts(self) -> list[tuple[str, str]]:
        """The large numbers, each with its words; what a consultation did not have is not counted."""
        people, comments = self.findings["participation"]["participants"], self.findings["comments"]["published"]
        statements = sum(item["type"] == "statement" for item in self.findings["items"])
        answers = self.findings["votes"]["counted"]
        taken_part = (number(people), ngettext("person commented or voted", "people commented or voted", people))
        others = [
            (comments, ngettext("published comment", "published comments", comments)),
            (statements, ngettext("statement to agree or disagree with", "statements to agree or disagree with", statements)),
            (answers, ngettext("answer counted", "answers counted", answers)),
            self._judgements,
        ]
        return [taken_part, *((number(count), words) for count, words in others if count)]

    @property
    def participation(self) -> list[tuple[str, int]]:
        """People by what they did, and authors by the language they wrote in."""
        people = self.findings["participation"]
        rows = [
            (_("People who took part"), people["participants"]),
            (_("People with a published comment"), people["commenters"]),
            (self._voted, people["voters"]),
        ]
        return rows if self.hides_languages else [*rows, *self._languages()]

    @property
    def hides_languages(self) -> bool:
        """A group of people who wrote in one language is so small that none is shown: the others would give it away."""
        return any(count < SMALLEST_GROUP for _words, count in self._languages())

    @property
    def without_account(self) -> str:
        """How much was written by people whom nobody knows. Nothing where all had an account, or a confirmed address."""
        contributions = self.findings["participation"].get("without_account", 0)
        if not contributions:
            return ""
        return ngettext(
            "%(count)s published contribution was made without an account. Nobody knows who wrote it, so it is in no number of people.",
            "%(count)s published contributions were made without an account. Nobody knows how many people wrote them, "
            "so they are in no number of people.",
            contributions,
            count=number(contributions),
        )

    @property
    def not_public(self) -> str:
        """How many comments are not public, by state: in numbers only. Nothing where nobody could comment."""
        states = self.findings["comments"]["not_public"]
        if not self.findings["comments"]["published"] and not any(states.values()):
            return ""
        words = [
            ngettext("%(count)s waiting", "%(count)s waiting", states["pending"], count=number(states["pending"])),
            ngettext("%(count)s returned", "%(count)s returned", states["returned"], count=number(states["returned"])),
            ngettext("%(count)s not published", "%(count)s not published", states["hidden"], count=number(states["hidden"])),
            ngettext("%(count)s withdrawn", "%(count)s withdrawn", states["withdrawn"], count=number(states["withdrawn"])),
        ]
        team = states.get("team_only", 0)
        if team:
            words.append(ngettext("%(count)s for the team only", "%(count)s for the team only", team, count=number(team)))
        return _("Comments that are not public: %(states)s.", states=", ".join(words))

    @property
    def uncounted(self) -> str:
        """What became of answers to what is not public."""
        votes = self.findings["votes"]
        if votes["live"] == votes["counted"]:
            return ""
        return _(
            "Answers to statements and comments that are not public are kept, but no figure has them: of %(live)s answers, "
            "%(counted)s are counted here.",
            live=number(votes["live"]),
            counted=number(votes["counted"]),
        )

    @property
    def _judgements(self) -> tuple[int, str]:
        """Views on sections. Those on sections that too few people judged are not in the sum, or it would give them away."""
        sections = self.findings["ballots"]
        shown = [(section["n"] or 0) + (section["not_for_me"] or 0) for section in sections if section["n"] is not None]
        views = sum(shown)
        if len(shown) == len(sections):
            return views, ngettext("view on a section", "views on sections", views)
        least = number(self.findings["parameters"].get("minimum_judged", 0))
        return views, ngettext(
            "view on a section that at least %(people)s people judged",
            "views on sections that at least %(people)s people judged",
            views,
            people=least,
        )

    @property
    def _voted(self) -> str:
        if self.findings["ballots"]:
            return _("People who answered statements or comments, or gave a view on a section")
        return _("People who answered statements or comments")

    def _languages(self) -> list[tuple[str, int]]:
        spoken = self.findings["participation"]["by_language"]
        names = {"en": _("People who wrote in English"), "fr": _("People who wrote in French")}
        rows = [(words, spoken[lang]) for lang, words in names.items() if lang in spoken]
        others = sum(count for lang, count in spoken.items() if lang not in names)
        return [*rows, (_("People who wrote in another language"), others)] if others else rows
