"""Pages of reports in a real browser: axe at both widths, nothing wider than the screen, nothing on the console."""

import pytest

from consult.accounts.models import Role
from tests.builders import make_report, make_user
from tests.reports.rounds import make_round

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("app")]


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_nothing_on_a_report(visits, axe, lang, width, dark):
    report = make_report(make_round().consultation, published=True)
    page = visits.open("reports.report", report, lang=lang, width=width, dark=dark)
    page.evaluate("document.querySelectorAll('main details').forEach(box => { box.open = true })")
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert visits.complaints == []


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_where_reports_are_listed_and_made(visits, axe, lang, width):
    consultation = make_round().consultation
    make_report(consultation, published=True)
    make_report(consultation)
    editor = make_user(roles=[Role.EDITOR])
    for endpoint, subject in (("reports.index", None), ("reports.workspace", consultation)):
        page = visits.open(endpoint, subject, lang=lang, width=width, user=editor)
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert visits.complaints == []


def test_without_scripts_every_part_can_be_opened(visits):
    report = make_report(make_round().consultation, published=True)
    page = visits.open("reports.report", report, lang="fr", javascript=False, width=320)
    page.get_by_text("Toutes les réponses, dans un tableau").click()
    assert page.get_by_role("table", name="Réponses à chaque énoncé et à chaque commentaire, en nombre de personnes").is_visible()
    page.get_by_role("navigation", name="Dans ce rapport").get_by_role("link", name="Méthode et limites").click()
    assert page.url.endswith("#limits")
