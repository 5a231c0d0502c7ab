"""`import-polis` on a small export: what comes in, and that importing again writes only what is different."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from consult.accounts.models import Origin, User
from consult.audit.models import AuditEntry
from consult.consultations.models import Consultation, Languages, Provenance
from consult.consultations.rules import Stage, stage
from consult.core import clock
from consult.core.bilingual import Bilingual
from consult.core.db import db
from consult.core.errors import Refused
from consult.feedback.models import FormerStatementVote, Stance, Statement, StatementOrigin, StatementStatus, StatementVote
from consult.interchange.services import import_conversation
from consult.interchange.source.polis import read_conversation
from consult.interchange.source.tables import Faults
from tests.builders import make_report, make_user
from tests.builders.interchange import FIRST
from tests.support.commands import changed, everything, run

pytestmark = pytest.mark.usefixtures("app")
OPENS = datetime.fromtimestamp(FIRST / 1000, UTC)
WHERE_ANYTHING_CHANGED = {"consultations": 0, "audit_entries": 1, "audit_heads": 0}  # the revision of its pages, and the history
ONE_VOTE_CHANGED = {"statement_votes": 0, "former_statement_votes": 1, "statements": 0, **WHERE_ANYTHING_CHANGED}


def import_polis(app, export, *words, write=True):
    """Write the export and type the command; it ends well."""
    outcome = run(app, "import-polis", str(export.write() if write else export.folder), *words)
    assert outcome.exit_code == 0, outcome.output
    return outcome


def the_consultation():
    return db.session.scalars(select(Consultation)).one()


def statements():
    return {row.number: row for row in db.session.scalars(select(Statement).order_by(Statement.number))}


def test_it_prints_the_consultation_and_a_summary(app, export):
    outcome = import_polis(app, export)
    assert outcome.stderr == ""
    # One consultation, four statements, seven live votes, and one vote that its voter changed.
    assert outcome.stdout.splitlines() == [
        f"consultation {the_consultation().id}",
        "4 statements (1 rejected), 7 live votes, 4 voters; 13 rows written, 0 rows skipped",
    ]


def test_the_consultation_is_read_only_and_in_one_language(app, export):
    import_polis(app, export)
    found = the_consultation()
    assert (found.provenance, found.languages) == (Provenance.IMPORTED, Languages.EN)
    assert (found.source, found.source_id) == ("polis", "https://pol.is/example")
    assert found.title == Bilingual("How should a patrol begin?", "")
    assert found.summary == Bilingual("A conversation made for tests.", "")
    assert (found.opens_at, found.closes_at) == (OPENS, OPENS + timedelta(seconds=18))
    assert (found.zone, found.statement_count) == ("UTC", 3)
    assert stage(found, clock.now()) is Stage.CLOSED


def test_statements_keep_number_status_words_and_author(app, export):
    import_polis(app, export)
    found = statements()
    assert {number: row.status for number, row in found.items()} == {
        0: StatementStatus.LIVE,
        1: StatementStatus.LIVE,
        2: StatementStatus.REJECTED,
        3: StatementStatus.LIVE,
    }
    assert found[3].text == Bilingual("Radios fail, so learn the streets.", "")
    assert found[3].origin is StatementOrigin.IMPORTED
    assert found[3].source_id == "3"
    assert found[0].author_id == found[1].author_id != found[2].author_id
    assert found[1].created_at == OPENS + timedelta(seconds=1)


def test_votes_are_those_of_the_rows_not_of_the_counters_of_the_export(app, export):
    import_polis(app, export)
    found = {number: (row.agree_count, row.disagree_count, row.unsure_count) for number, row in statements().items()}
    assert found == {0: (1, 1, 1), 1: (2, 0, 0), 2: (0, 1, 0), 3: (0, 1, 0)}


def test_a_changed_answer_is_live_once_and_its_history_is_kept(app, export):
    import_polis(app, export)
    number = statements()[3].id
    live = db.session.scalars(select(StatementVote).where(StatementVote.statement_id == number)).one()
    former = db.session.scalars(select(FormerStatementVote)).one()
    assert (live.stance, former.stance, former.statement_id) == (Stance.DISAGREE, Stance.AGREE, number)
    assert (former.cast_at, former.replaced_at) == (OPENS + timedelta(seconds=16), live.cast_at)


def test_the_latest_of_two_answers_counts_wherever_it_stands_in_the_file(app, export):
    export.votes = [f"{FIRST + 900},Tue,0,1,1", f"{FIRST + 100},Tue,0,1,-1", f"{FIRST},Tue,0,2,1", f"{FIRST},Tue,0,2,0"]
    import_polis(app, export)
    assert (statements()[0].agree_count, statements()[0].unsure_count, statements()[0].disagree_count) == (1, 1, 0)


def test_voters_are_accounts_that_nobody_can_sign_in_to(app, export):
    import_polis(app, export)
    people = db.session.scalars(select(User)).all()
    assert {person.source_id for person in people} == {"1", "2", "3", "4", "7", "8", "9"}
    assert {person.source for person in people} == {"polis:https://pol.is/example"}
    assert {(person.origin, person.email, person.passphrase_hash, person.display_name) for person in people} == {
        (Origin.IMPORT, None, None, "")
    }


def test_importing_again_writes_nothing_at_all(app, export):
    import_polis(app, export)
    before = everything()
    assert "; 0 rows written, 0 rows skipped" in import_polis(app, export).stdout
    assert everything() == before


def test_importing_again_under_another_folder_is_the_same_consultation(app, export, tmp_path):
    import_polis(app, export)
    before = everything()
    export.folder = tmp_path / "another name"
    import_polis(app, export)
    assert everything() == before


def test_a_changed_vote_alone_is_written(app, export):
    import_polis(app, export)
    before = everything()
    export.votes[0] = export.votes[0].removesuffix(",1") + ",-1"
    import_polis(app, export)
    assert changed(before, everything()) == ONE_VOTE_CHANGED
    assert (statements()[0].agree_count, statements()[0].disagree_count) == (0, 2)
    before = everything()
    import_polis(app, export)
    assert everything() == before


@pytest.mark.parametrize(
    ("place", "old", "new", "written"),
    [
        (0, "a walk", "a talk", {"statements": 0}),
        (0, ",1,Every", ",-1,Every", {"statements": 0, "consultations": 0}),
        (0, f"{FIRST},", f"{FIRST - 5_000},", {"statements": 0, "consultations": 0}),
    ],
    ids=["text", "status", "moment"],
)
def test_a_changed_statement_alone_is_written(app, export, place, old, new, written):
    import_polis(app, export)
    before = everything()
    assert old in export.comments[place]
    export.comments[place] = export.comments[place].replace(old, new)
    import_polis(app, export)
    assert changed(before, everything()) == {**written, **WHERE_ANYTHING_CHANGED}


def test_what_a_later_export_leaves_out_stays_and_is_counted(app, export):
    import_polis(app, export)
    del export.votes[0]
    export.votes.append(f"{FIRST + 30_000},Tue,0,9,1")
    import_polis(app, export)
    assert (statements()[0].agree_count, statements()[0].disagree_count) == (2, 1)


def test_a_new_title_changes_the_consultation_but_not_its_address(app, export):
    import_polis(app, export)
    slug = the_consultation().slug
    export.summary = export.summary.replace("patrol begin", "patrol end")
    import_polis(app, export)
    assert the_consultation().title.en == "How should a patrol end?"
    assert the_consultation().slug == slug


def test_a_published_report_stays_as_it_is(app, export, site):
    import_polis(app, export)
    report = make_report(the_consultation(), published=True)
    before = site.open("reports.report", report).text
    export.votes.append(f"{FIRST + 30_000},Tue,0,9,1")
    import_polis(app, export)
    assert site.open("reports.report", report).text == before


def test_each_import_that_wrote_left_one_entry(app, export):
    for _ in range(2):
        import_polis(app, export)
    entry = db.session.scalars(select(AuditEntry)).one()
    assert (entry.action, entry.target) == ("consultation_imported", f"consultation:{the_consultation().id}")
    assert json.loads(entry.detail) == {"statements": 4, "votes": 7, "written": 13}


def test_json_is_one_object(app, export):
    export.votes.append("x,Tue,0,9,1")
    outcome = import_polis(app, export, "--json")
    assert json.loads(outcome.stdout) == {
        "consultation_id": the_consultation().id,
        "statements": 4,
        "rejected": 1,
        "votes": 7,
        "voters": 4,
        "written": 13,
        "skipped": 1,
    }
    assert outcome.stderr.startswith(str(export.folder / "votes.csv:10: "))


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_language_may_be_said(app, export, lang):
    import_polis(app, export, "--lang", lang)
    assert the_consultation().languages.value == lang
    assert statements()[0].text[lang] == "Every patrol begins with a walk."
    assert statements()[0].text["fr" if lang == "en" else "en"] == ""


def test_the_language_is_guessed_from_the_texts(app, export):
    export.comments = [
        f"{FIRST},mar.,0,1,0,0,1,Chaque patrouille devrait commencer par une marche dans le quartier.",
        f"{FIRST},mar.,1,1,0,0,1,Personne ne devrait patrouiller sans connaître les rues de la ville.",
    ]
    export.votes = [f"{FIRST},mar.,0,1,1"]
    export.summary = "topic,Comment une patrouille devrait-elle commencer?\nurl,https://pol.is/exemple\n"
    import_polis(app, export)
    assert the_consultation().title == Bilingual("", "Comment une patrouille devrait-elle commencer?")
    assert the_consultation().slug.fr == "comment-une-patrouille-devrait-elle-commencer"


def test_importing_again_keeps_the_language_that_was_said(app, export):
    import_polis(app, export, "--lang", "fr")
    before = everything()
    import_polis(app, export)
    assert everything() == before


def test_a_byte_order_mark_and_carriage_returns_do_not_matter(app, export):
    import_polis(app, export)
    before = everything()
    for name in ("comments.csv", "votes.csv", "summary.csv"):
        file = export.folder / name
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    import_polis(app, export, write=False)
    assert everything() == before


def test_without_a_summary_the_folder_names_the_conversation(app, export, tmp_path):
    export.summary = None
    import_polis(app, export)
    assert the_consultation().title == Bilingual("export", "")
    before = everything()
    import_polis(app, export)
    assert everything() == before
    # Another conversation in a folder of the same name is another consultation.
    export.folder = tmp_path / "elsewhere" / "export"
    export.folder.parent.mkdir()
    export.comments[0] = export.comments[0].replace(str(FIRST), str(FIRST - 86_400_000))
    import_polis(app, export)
    assert db.session.query(Consultation).count() == 2


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_what_others_wrote_is_shown_as_they_wrote_it(app, export, site, lang):
    export.comments[0] = f'{FIRST},Tue,0,7,0,0,1,"=HYPERLINK(""x"") <img src=x onerror=alert(1)> {{{{ 7*7 }}}}"'
    export.summary = export.summary.replace("How should", "<script>alert(1)</script>").replace(
        "https://pol.is/example", "javascript:alert(1)"
    )
    import_polis(app, export)
    words = '=HYPERLINK("x") <img src=x onerror=alert(1)> {{ 7*7 }}'
    report = make_report(the_consultation(), published=True)
    for page in (
        site.open("consultations.page", the_consultation(), lang=lang),
        site.open("feedback.statements", the_consultation(), lang=lang),
        site.open("reports.report", report, lang=lang),
        site.open("reports.index", lang=lang),
        site.open("consultations.index", lang=lang),
    ):
        assert page.status == 200
        assert not page.main.has("img")
        assert not page.main.has("script")
        assert 'href="javascript' not in page.html
    assert words in site.open("feedback.statements", the_consultation(), lang=lang).text
    cells = site.open("reports.items_csv", report, lang=lang).answer.get_data().decode("utf-8-sig")
    assert '"\'=HYPERLINK(""x"")' in cells


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_its_pages_say_where_it_comes_from_in_the_language_of_the_page(app, export, site, lang):
    import_polis(app, export)
    for endpoint in ("consultations.page", "feedback.statements"):
        page = site.open(endpoint, the_consultation(), lang=lang)
        banner = page.first(class_="banner--important")
        assert banner.lang == lang
        assert banner.first("a")["href"] == "https://pol.is/example"
        texts = [found for found in page.main.walk() if found.text == "Nobody should patrol alone."]
        assert all(found.lang == "en" for found in texts)


def test_only_hosts_bring_a_consultation_in(app, export):
    with pytest.raises(Refused):
        import_conversation(make_user(), read_conversation(export.write(), Faults()), lang="en")
