"""What somebody writes: first it is looked at once more, then it is sent."""

from playwright.sync_api import Page as BrowserPage

from tests.support.forms import Given
from tests.support.pages import Page


def say(page: Page, form: str, /, **values: Given) -> Page:
    """Fill in the form of a discussion, read the text once more on the page that follows, and send it: somebody signed in."""
    return page.submit(form, **values).submit(form)


def review(page: BrowserPage) -> None:
    """The same in a browser, where the form is filled in: go to the page that shows the text once more, if anybody answers."""
    with page.expect_navigation():
        page.locator("#add .form-actions button").first.click()


def review_and_send(page: BrowserPage) -> None:
    """And send it from there."""
    review(page)
    with page.expect_navigation():
        page.locator("main form:has(input[name=send]) .form-actions button").first.click()
