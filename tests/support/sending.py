"""What somebody signed in writes: first it is looked at once more, then it is sent."""

from tests.support.forms import Given
from tests.support.pages import Page


def say(page: Page, form: str, /, **values: Given) -> Page:
    """Fill in the form of a discussion, read the text once more on the page that follows, and send it."""
    return page.submit(form, **values).submit(form)
