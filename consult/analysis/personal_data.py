"""Finds what looks like personal data in a text, so that its author can be asked about it: never a verdict, and nothing is refused by it.

Every rule wants to see a reason: a number is a badge, a file or a plate only where the words before it say so, and what anybody may dial
(911, 9-8-8, toll-free lines) is nobody's own. A question too many costs more than one that a moderator asks later: whoever is asked
in vain stops reading. Each pattern takes a text of 20,000 characters in a few milliseconds: none repeats inside a repetition.
"""

import enum
import re
from typing import NamedTuple

from consult.analysis.personal_names import NAMED

MOST = 20  # nobody reads more questions; whoever pastes a list of a hundred numbers is asked about the first ones


class Trace(enum.StrEnum):
    """What some words look like."""

    PHONE = "phone"
    EMAIL = "email"
    POSTAL_CODE = "postal_code"
    ADDRESS = "address"
    BADGE = "badge"
    FILE = "file"
    SOCIAL_INSURANCE = "social_insurance"
    HEALTH_CARD = "health_card"
    PLATE = "plate"
    BIRTH_DATE = "birth_date"
    ACCOUNT = "account"
    PERSON = "person"


class Finding(NamedTuple):
    """From where to where in the text, in characters, and what it looks like."""

    start: int
    end: int
    trace: Trace


def _rule(pattern: str, *, flags: re.RegexFlag = re.IGNORECASE) -> re.Pattern[str]:
    return re.compile(pattern, flags | re.VERBOSE)


GAP = r"[\s\u00a0]"  # between the parts of one thing
# What may stand between a word and its number: “badge number is”, « matricule no », “file #”.
LINK = rf"(?:{GAP}*(?:number|num[ée]ro|num|no|n[°º]|is|was|est|[ée]tait|le|:|\#|\.)){{0,4}}{GAP}*"
# Long and short, in both languages.
MONTH = r"(?:jan|feb|f[ée]v|mar|apr|avr|may|mai|jun|juin|jul|juil|aug|ao[uû]t|sep|oct|nov|dec|d[ée]c)[a-zéû]*\.?"
SLASHED = r"\d{4}-\d\d?-\d\d?|\d\d?[/.-]\d\d?[/.-]\d{2,4}"
DATE = rf"(?:\d{{1,2}}(?:er)?{GAP}+{MONTH}{GAP}+\d{{4}}|{MONTH}{GAP}+\d{{1,2}},?{GAP}+\d{{4}}|{SLASHED})"
STREET = (
    "Street|St|Avenue|Ave|Road|Rd|Drive|Boulevard|Blvd|Lane|Crescent|Cres|Court|Place|Trail|Terrace|Circle|Highway|Hwy|Parkway|Row|Square"
)
VOIE = "rue|avenue|av\\.|boulevard|boul\\.|bd|chemin|ch\\.|rang|impasse|mont[ée]e|quai|all[ée]e|croissant|ruelle"

RULES: tuple[tuple[Trace, re.Pattern[str]], ...] = (
    (Trace.EMAIL, _rule(r"(?<![\w.+-]) [\w.+-]{1,64} @ [\w-]{1,63} (?:\.[\w-]{1,63}){1,5}")),
    # Three, three, four; or three and four with a hyphen between them, as in one’s own town (and no year).
    (
        Trace.PHONE,
        _rule(
            rf"""(?<![\w$€£%\#.,/-])
            (?: (?:\+?1[ .-]?)? \(?[2-9]\d\d\)? [ .\u00a0-]? {GAP}? [2-9]\d\d [ .\u00a0-]? \d{{4}} | [2-9]\d\d-(?!19|20)\d{{4}} )
            (?: ,? {GAP}* (?:x|ext|extension|poste) \.? {GAP}* \d{{1,6}} )? (?![\w/-]|[.,]\d)"""
        ),
    ),
    (Trace.POSTAL_CODE, _rule(r"(?<![\w-]) [ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z] [ \u00a0-]? \d[ABCEGHJ-NPRSTV-Z]\d (?![\w-])")),
    (
        Trace.ADDRESS,
        _rule(
            rf"""(?<![\w$.,/-]) \d{{1,5}}[A-Za-z]? {GAP}
            (?: (?:\d{{1,3}}(?:st|nd|rd|th) | [A-Z][\w'’.-]{{1,30}}) {GAP} ){{1,3}} (?:{STREET}) \b""",
            flags=re.UNICODE,
        ),
    ),
    (
        Trace.ADDRESS,
        _rule(
            rf"""(?<![\w$.,/-]) \d{{1,5}}[A-Za-z]? ,? {GAP} (?i:{VOIE}) {GAP}
            (?: (?:de|du|des|la|le|les) {GAP} ){{0,2}} (?:[dl]['’])? [A-ZÀ-Ý][\w'’.-]{{1,30}} (?:[ ][A-ZÀ-Ý][\w'’-]{{1,30}})?""",
            flags=re.UNICODE,
        ),
    ),
    (
        Trace.BADGE,
        _rule(
            rf"""\b (?: badge | shield | insigne | matricule | regimental{GAP}number | service{GAP}number
            | (?:num[ée]ro|no|n[°º]){GAP}(?:de{GAP}|d['’])(?:insigne|badge|matricule|agente?) ) {LINK} [A-Z]{{0,3}}-?\d{{2,7}} (?![\w%])"""
        ),
    ),
    (
        Trace.FILE,
        _rule(
            rf"""\b (?: (?:police|court|case){GAP}file | file | case | docket | incident | occurrence | dossier | plainte
            | [ée]v[ée]nement ) {LINK}
            (?! (?:19|20)\d\d [-–/] (?:19|20)?\d\d (?!\d) )
            [A-Z]{{0,4}}-? (?: \d{{2,6}} (?:[-–/]\d{{2,8}}){{1,3}} | \d{{5,12}} ) (?![\w%])"""
        ),
    ),
    (Trace.FILE, _rule(r"(?<![\w-]) \d{3}-\d\d-\d{6}-\d{3} (?![\w-])")),  # as the courts of Québec write it
    (
        Trace.SOCIAL_INSURANCE,
        _rule(
            rf"""(?: \b (?-i:SIN|NAS) | social{GAP}insurance | assurance{GAP}sociale ) {LINK}
            \d{{3}}[ \u00a0-]?\d{{3}}[ \u00a0-]?\d{{3}} (?!\d)"""
        ),
    ),
    (Trace.SOCIAL_INSURANCE, _rule(r"(?<![\w-]) [1-79]\d\d-\d{3}-\d{3} (?![\w-])")),
    (
        Trace.HEALTH_CARD,
        _rule(
            rf"""\b (?: health{GAP}(?:card|number|insurance) | OHIP | RAMQ | carte{GAP}(?:sant[ée]|soleil) | assurance[ -]maladie ) {LINK}
            (?-i:[A-Z]{{0,4}}) (?:[ \u00a0-]?\d){{8,12}} (?:-?(?-i:[A-Z]{{2}})\b)? (?!\d)"""
        ),
    ),
    (Trace.HEALTH_CARD, _rule(r"(?<![\w-]) [A-Z]{4}[ \u00a0]\d{4}[ \u00a0]\d{4} (?![\w-])", flags=re.UNICODE)),
    (
        Trace.PLATE,
        _rule(
            rf"""\b (?: licen[cs]e{GAP}plates? | plates? | plaques?(?:{GAP}d['’]immatriculation)? | immatricul(?:[ée]e?|ation) ) {LINK}
            (?= (?:[A-Z]+[ -]?){{0,2}} \d ) (?=[\d -]{{0,6}}[A-Z]) (?-i:[A-Z0-9]{{1,4}}[ -]?[A-Z0-9]{{2,4}}) (?!\w)"""
        ),
    ),
    (
        Trace.BIRTH_DATE,
        _rule(
            rf"""\b (?: born(?:{GAP}on)? | d\.?o\.?b\.? | date{GAP}of{GAP}birth | birth{GAP}?date | n[ée]e?{GAP}le
            | date{GAP}de{GAP}naissance )
            {LINK} {DATE}"""
        ),
    ),
    (Trace.ACCOUNT, _rule(rf"\b (?: account | handle | instagram | snapchat | tiktok | compte | pseudo ) {LINK} @[\w.]{{2,40}}")),
    (Trace.PERSON, NAMED),
)

# 1-800 and its like are lines of organisations, 310-… those of a province; 811, 211 and the short ones are no match anyway.
TOLL_FREE = re.compile(r"^1?(?:8(?:00|22|33|44|55|66|77|88)\d{7}|310\d{4})$")


def findings(text: str) -> list[Finding]:
    """What looks like personal data, in the order of the text; of two that overlap the one that begins first, then the longer one."""
    matches = ((trace, match) for trace, rule in RULES for match in rule.finditer(text))
    found = [Finding(match.start(), match.end(), trace) for trace, match in matches if _is_own(trace, match.group())]
    found.sort(key=lambda finding: (finding.start, -finding.end))
    kept: list[Finding] = []
    for finding in found:
        if not kept or finding.start >= kept[-1].end:
            kept.append(finding)
    return kept[:MOST]


def _is_own(trace: Trace, words: str) -> bool:
    """A number that everybody may call is nobody's own."""
    if trace is not Trace.PHONE:
        return True
    digits = "".join(char for char in re.split(r"[xep,]", words, maxsplit=1)[0] if char.isdigit())
    return not TOLL_FREE.match(digits)
