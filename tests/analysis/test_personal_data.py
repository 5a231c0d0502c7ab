"""What looks like personal data is found in both languages, and what everybody may write is not."""

import csv
import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest

from consult.analysis.personal_data import MOST, Trace, findings
from consult.core.paths import ROOT

SHARED = ROOT.parent / "shared"
LEAST_COMMENTS_A_QUESTION = 50  # in what people really wrote

FOUND = [
    ("Call me at 613-555-0142 tonight.", Trace.PHONE, "613-555-0142"),
    ("Appelez-moi au (506) 555-0199, poste 12.", Trace.PHONE, "(506) 555-0199, poste 12"),
    ("My cell is +1 604.555.0111.", Trace.PHONE, "+1 604.555.0111"),
    ("Text 5065550142 any time", Trace.PHONE, "5065550142"),
    ("Mon numéro : 418 555 0123", Trace.PHONE, "418 555 0123"),
    ("It was 555-0142 ext. 7 then.", Trace.PHONE, "555-0142 ext. 7"),
    ("Write to zoe.exemple+1@example.co.ca please.", Trace.EMAIL, "zoe.exemple+1@example.co.ca"),
    ("We live at E1A 4B5 now", Trace.POSTAL_CODE, "E1A 4B5"),
    ("Code postal g1r4s9.", Trace.POSTAL_CODE, "g1r4s9"),
    ("It happened at 48 Sample Street, at night.", Trace.ADDRESS, "48 Sample Street"),
    ("J’habite au 1234, rue Saint-Denis depuis.", Trace.ADDRESS, "1234, rue Saint-Denis"),
    ("12 chemin de la Fiction", Trace.ADDRESS, "12 chemin de la Fiction"),
    ("His badge was 4512.", Trace.BADGE, "badge was 4512"),
    ("badge number: 00000", Trace.BADGE, "badge number: 00000"),
    ("Son matricule est le 4512.", Trace.BADGE, "matricule est le 4512"),
    ("numéro d’insigne 771", Trace.BADGE, "numéro d’insigne 771"),
    ("See file 21-4432 for that.", Trace.FILE, "file 21-4432"),
    ("police file no. 2026-11873", Trace.FILE, "police file no. 2026-11873"),
    ("dossier 500-01-123456-789", Trace.FILE, "dossier 500-01-123456-789"),
    ("Ma plainte no 2026-4432 dort.", Trace.FILE, "plainte no 2026-4432"),
    ("my SIN is 046 454 286", Trace.SOCIAL_INSURANCE, "SIN is 046 454 286"),
    ("NAS : 046-454-286", Trace.SOCIAL_INSURANCE, "NAS : 046-454-286"),
    ("carte soleil TREM 6152 1234", Trace.HEALTH_CARD, "carte soleil TREM 6152 1234"),
    ("OHIP number 1234-567-890-AB", Trace.HEALTH_CARD, "OHIP number 1234-567-890-AB"),
    ("The licence plate was ABCD 123.", Trace.PLATE, "licence plate was ABCD 123"),
    ("plaque d’immatriculation F12 ABC", Trace.PLATE, "plaque d’immatriculation F12 ABC"),
    ("He was born on 3 May 2004.", Trace.BIRTH_DATE, "born on 3 May 2004"),
    ("née le 14 février 1998", Trace.BIRTH_DATE, "née le 14 février 1998"),
    ("DOB 1998-02-14", Trace.BIRTH_DATE, "DOB 1998-02-14"),
    ("Son compte est @zoe.exemple.", Trace.ACCOUNT, "compte est @zoe.exemple."),
    ("It was Constable Tremblay again.", Trace.PERSON, "Constable Tremblay"),
    ("Cst. Smith and his partner", Trace.PERSON, "Cst. Smith"),
    ("Then Officer Jones said no", Trace.PERSON, "Officer Jones"),
    ("detective J. O’Neil came", Trace.PERSON, "detective J. O’Neil"),
    ("l’agent Tremblay m’a dit", Trace.PERSON, "agent Tremblay"),
    ("la sergente-détective Marie-Ève Roy", Trace.PERSON, "sergente-détective Marie-Ève Roy"),
    ("l’agente de police Léa de la Fontaine", Trace.PERSON, "agente de police Léa de la Fontaine"),
    ("my brother Daniel was stopped", Trace.PERSON, "my brother Daniel"),
    ("Ma fille Zoé Exemple, 13 ans", Trace.PERSON, "Ma fille Zoé Exemple"),
]
NOT_FOUND = [
    "If you are thinking about suicide, call or text 9-8-8. In danger, call 911.",
    "Composez le 9-8-8, le 811 ou le 1 800 668-6868; Hope for Wellness: 1-855-242-3310.",
    "Kids Help Phone 1-800-668-6868, or 310-6789 in British Columbia.",
    "On 2026-11-02, at 14:30, 1,200 people came; in 1998-1999 there were 250 000.",
    "The 2015-2016 report, pages 210-2015, section 12-1, ISO 8601.",
    "It cost $250 555 1234 over 10 years, 613 555,0142 euros.",
    "In case 2015-2016 looks odd: the file is long, 3 files of 2 000 pages.",
    "Le dossier est ouvert depuis 2019; au dossier, 12 pages. Un événement en 2021.",
    "The officer. Then he left. An officer I know; Police Officer Training; Officer Safety first.",
    "Constables and sergeants, agents de police, policière de quartier, un agent Orange.",
    "My mother. My friend and I. Ma mère et moi. Notre mère, la Terre. Mother Earth.",
    "Twelve streets away, 24 Sussex; 5 rue; la rue Principale; Main Street at noon; 100 years ago the Street ended.",
    "Un chemin de fer, le 12 chemin de croix; 3 avenues; en 2019 rue par rue.",
    "There is plenty on my plate: 2 jobs. Every badge tells a story; badge colour 3.",
    "She was born in 1962. Il est né en 1962 à Québec.",
    "The account of 12 people @ noon; un compte rendu; 10 @ 5 $.",
    "Module 11, paragraph 5, version 2, comment 4512, rule R2, 100 %, C-18, A1B, H2O, B2B.",
    "Réponse no 12345678901234567890 et 1622-1626.",
]


@pytest.mark.parametrize(("text", "trace", "words"), FOUND)
def test_personal_data_is_found(text: str, trace: Trace, words: str) -> None:
    assert [(text[found.start : found.end], found.trace) for found in findings(text)] == [(words, trace)]


@pytest.mark.parametrize("text", NOT_FOUND)
def test_what_everybody_may_write_raises_no_question(text: str) -> None:
    assert [(text[found.start : found.end], found.trace.value) for found in findings(text)] == []


def test_of_two_findings_that_overlap_one_is_asked_about() -> None:
    assert len(findings("Constable Harold Exampleton, badge 00000, file 26-000000, 613-555-0142")) == 4
    assert len(findings("file 500-01-123456-789")) == 1


def test_a_list_of_numbers_is_asked_about_so_many_times() -> None:
    assert len(findings("613-555-0142, " * 100)) == MOST


@pytest.mark.parametrize("piece", ["1 ", "A", "555-", "Officer ", "a@", "1 Aa ", "badge number is ", "plate A1 ", "my son A. ", "(5", "a."])
def test_no_text_takes_long(piece: str) -> None:
    findings((piece * 20_000)[:20_000])  # a second of it would be a way to stop the site; the limit of a test is the guard


def test_the_demo_is_asked_about_where_its_moderators_would_ask() -> None:
    """Of its 48 comments two hold personal data, and both are asked about, in every part; the others raise no question."""
    path = SHARED / "demo" / "comments.csv"
    if not path.exists():
        pytest.skip(f"{path} is not there.")
    with path.open(encoding="utf-8") as lines:
        found = {row["id"]: [one.trace for one in findings(row["body"])] for row in csv.DictReader(lines)}
    assert {number: traces for number, traces in found.items() if traces} == {
        "239": [Trace.PERSON, Trace.BADGE, Trace.PHONE, Trace.FILE],
        "240": [Trace.PERSON, Trace.ACCOUNT],
    }


def test_what_people_really_write_is_seldom_questioned() -> None:
    folder = SHARED / "datasets"
    if not folder.exists():
        pytest.skip(f"{folder} is not there.")
    texts = [text for path in sorted(folder.glob("*/tidy/comments.csv*")) for text in _texts(path)][::5]
    questioned = sum(bool(findings(text)) for text in texts)
    assert len(texts) > 1_000
    assert questioned * LEAST_COMMENTS_A_QUESTION < len(texts)


def _texts(path: Path) -> Iterator[str]:
    """Long cells are read too; the limit is the whole process's, so it is put back."""
    usual = csv.field_size_limit(10_000_000)
    try:
        with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
            yield from (row["text"] for row in csv.DictReader(lines) if row["text"])
    finally:
        csv.field_size_limit(usual)
