"""The door: what no database can hold is turned away before a view sees it."""

import pytest

from consult.core.intake import LAST_NUMBER
from consult.core.paging import asked_after
from tests.support.site import Site


@pytest.mark.parametrize("number", [str(LAST_NUMBER + 1), "99999999999999999999", "\N{ARABIC-INDIC DIGIT ONE}", "-1"])
def test_an_address_takes_only_numbers_that_a_row_can_have(site: Site, number: str) -> None:
    assert site.open(f"/en/comments/{number}").status == 404


@pytest.mark.parametrize(("path", "status"), [("/en/consultations?status=%00", 400), ("/en/consultations?%00=1", 400), ("/en/%00", 404)])
def test_a_nul_is_refused_wherever_it_stands(site: Site, path: str, status: int) -> None:
    assert site.open(path).status == status


def test_a_nul_in_a_form_is_refused(site: Site) -> None:
    assert site.post("accounts.request_reset", {"email": "a\0b@example.ca"}).status == 400


@pytest.mark.parametrize(("query", "after"), [("12", 12), ("abc", 0), ("", 0), ("-5", 0), (str(LAST_NUMBER), LAST_NUMBER), (str(2**64), 0)])
def test_a_list_goes_on_from_a_number_and_else_from_its_start(site: Site, query: str, after: int) -> None:
    with site.app.test_request_context(f"/en/?after={query}"):
        assert asked_after() == after
