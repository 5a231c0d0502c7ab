"""What is not public stays with those who may see it: every address is opened as everybody, and searched for marks."""

from collections.abc import Iterator, Sequence
from itertools import product

import pytest
from flask import Flask
from werkzeug.routing import Rule

from consult.feedback.models import Comment, Visibility
from tests.builders import make_comment, make_draft
from tests.builders.secrets import EVERYBODY, NEVER_SHOWN, Secret, Vault, make_vault, secrets
from tests.support import signing_in
from tests.support.database import settle
from tests.support.examples import LANGS
from tests.support.mail import Mailbox, text_of
from tests.support.site import Site, apart

MOVED = 301
OUTSIDERS = ("visitor", "bystander", "moderator_elsewhere", "member_elsewhere")
# Leaving is tested elsewhere; here it would end the walk.
LEAVES = {"accounts.sign_out", "accounts.sign_out_everywhere"}


@pytest.fixture
def vault(app: Flask) -> Vault:
    """The site full of secrets."""
    return make_vault()


def browser_of(site: Site, vault: Vault, who: str) -> Site:
    """Somebody's own."""
    return site if who == "visitor" else site.as_(vault.people[who])


def ask(browser: Site, method: str, path: str, data: dict[str, str] | None = None) -> str:
    """All that is sent to whoever asks: headers and bodies, a corrected address with what stands there."""
    base = browser.app.extensions["settings"].public_url
    answer = apart(lambda: browser.client.open(path, method=method, data=data, base_url=base))
    sent = f"{answer.status}\n{answer.headers}\n{answer.get_data(as_text=True)}"
    return sent if answer.status_code != MOVED else sent + ask(browser, method, answer.headers["Location"])


def addresses(app: Flask, vault: Vault, method: str, langs: Sequence[str]) -> list[str]:
    """Every address of the site, with every number and key that leads to something; whoever guesses a number does not know its slug."""
    values: dict[str, list[int] | list[str]] = {
        "consultation_id": [vault.open.id, vault.draft.id, vault.closed.id],
        "module_id": [vault.version.module_id, vault.closed.modules[0].module_id],
        "report_id": [vault.report.id],
        "edit_id": [vault.edit.id],
        "comment_id": [comment.id for comment in vault.comments.values()],
        "user_id": [vault.people[name].id for name in ("editor", "writer")],
        "grant_id": [vault.people["editor"].grants[0].id],
        "invitation_id": [vault.invitation.id],
        "pass_id": [vault.closed.late_passes[0].id],
        "number": [1, 2, 50, 51, 52],
        "key": ["b01", "s1"],
        "name": ["about", "footer"],
        "line": ["kids-help-phone", vault.line.line],
        "token": ["x"],
        "slug": ["guessed"],
    }
    rules = [rule for rule in app.url_map.iter_rules() if method in (rule.methods or ()) and rule.endpoint not in LEAVES]
    found = [path for rule in rules if (rule.defaults or {}).get("lang", "en") in langs for path in filled_in(app, rule, values)]
    settle()
    return list(dict.fromkeys(found))


def filled_in(app: Flask, rule: Rule, values: dict[str, list[int] | list[str]]) -> Iterator[str]:
    """The address with every value of each of its parts."""
    names = sorted(rule.arguments - {"lang"})
    for chosen in product(*(values[name] for name in names)):
        yield app.url_map.bind("").build(rule.endpoint, {**dict(zip(names, chosen, strict=True)), **(rule.defaults or {})})


def leaks(sent: str, who: str, hidden: list[Secret]) -> list[str]:
    """What this answer shows to somebody who must not see it."""
    return [secret.what for secret in hidden if secret.mark in sent and who not in secret.seen_by]


@pytest.mark.parametrize("who", EVERYBODY)
def test_no_address_shows_what_is_not_public(site: Site, vault: Vault, who: str, capsys: pytest.CaptureFixture[str]) -> None:
    hidden, browser = [*secrets(vault), NEVER_SHOWN], browser_of(site, vault, who)
    paths = addresses(site.app, vault, "GET", LANGS if who in OUTSIDERS else ("en",))
    capsys.readouterr()
    faults = []
    for path in paths:
        for method in ("GET", "HEAD") if who in OUTSIDERS else ("GET",):
            sent = ask(browser, method, path)
            faults += [f"{method} {path} shows {what!r} to {who}." for what in leaks(sent, who, hidden)]
            if who != "visitor" and sent.startswith("200") and "no-store" not in sent:
                faults.append(f"{method} {path} may be kept by a cache, though {who} is signed in.")
    logged = capsys.readouterr().err
    assert '"event": "request"' in logged, "The log was not caught: look for marks where it goes now."
    faults += [f"The log shows {secret.what!r}." for secret in hidden if secret.mark in logged]
    assert not faults, "\n" + "\n".join(faults)


@pytest.mark.parametrize("who", OUTSIDERS)
def test_no_refusal_shows_what_is_not_public(site: Site, vault: Vault, who: str) -> None:
    hidden, browser = secrets(vault), browser_of(site, vault, who)
    faults = []
    for path in addresses(site.app, vault, "POST", LANGS):
        for token in ("", apart(lambda: signing_in.form_token(browser.client))):
            sent = ask(browser, "POST", path, {"csrf_token": token, "stance": "nothing", "email": "nobody"})
            faults += [f"POST {path} shows {what!r} to {who}." for what in leaks(sent, who, hidden)]
    assert not faults, "\n" + "\n".join(faults)


@pytest.mark.parametrize("who", EVERYBODY)
def test_no_text_to_send_tells_where_a_comment_stands_that_has_no_page(site: Site, vault: Vault, who: str) -> None:
    """A whole text, posted or saved for its address: a number that is taken answers as a free one does."""
    hidden, (shown, free) = no_pages(vault, who), (vault.comments["public"].id, 10**6)
    for number in (*hidden, shown, free) if who != "visitor" else ():
        make_draft(vault.people[who], site.path("feedback.comment", comment_id=number))
    settle()
    browser = browser_of(site, vault, who)
    for lang, number in product(LANGS, (*hidden, free)):
        path = site.path("feedback.comment", lang=lang, comment_id=number)
        for button in ({}, {"send": "1"}, {"keep": "1"}):
            assert browser.post(path, {"body": "Me too.", "lang": "en", **button}).status == 404, f"POST {path}, {button}, {who}"
        if who != "visitor":
            assert browser.post("feedback.save_draft", {"body": "Me too.", "lang": "en", "at": path}).status == 404
        review = browser.open("feedback.review", at=path)
        assert (review.path == path, review.status) == ((False, 200) if who == "visitor" else (True, 404))
        assert "Open module" not in review.text
    if who != "visitor":
        places = [article.first(class_="who").text for article in browser.open("feedback.my_drafts").all("article")]
        assert sum("another page of this site" in place for place in places) == len(hidden) + 1
        assert [f"comment {shown}, Open module" in place for place in places].count(True) == 1


def no_pages(vault: Vault, who: str) -> list[int]:
    """Comments whose page this person finds nothing on: they are for the team, wait, or are of a consultation in preparation."""
    early = make_comment(vault.draft, author=vault.people["editor"], block_key="b01")
    gone = make_comment(vault.open, author=vault.people["anonymous"], block_key="b01", visibility=Visibility.WITHDRAWN)
    kept: list[Comment] = [vault.comments[what] for what in ("pending", "returned", "team only", "reply")]
    return [comment.id for comment in (*kept, early, gone) if who == "visitor" or comment.author_id != vault.people[who].id]


def test_every_secret_is_shown_where_it_belongs(site: Site, vault: Vault) -> None:
    """So that the search cannot find nothing by accident."""
    missing = []
    for secret in secrets(vault):
        secret.reveal()
        browser = browser_of(site, vault, secret.shown_to)
        path = site.app.url_map.bind("").build(secret.endpoint, {**secret.arguments, "lang": "en"})
        settle()
        if secret.mark not in ask(browser, "GET", path):
            missing.append(f"{path} does not show {secret.what!r} to {secret.shown_to}.")
    assert not missing, "\n" + "\n".join(missing)


@pytest.mark.parametrize("what", ["hidden", "pending", "withdrawn", "returned", "reply"])
def test_an_author_sees_their_own_words(site: Site, vault: Vault, what: str) -> None:
    comment = vault.comments[what]
    place = {"comment_id": comment.parent_id} if comment.parent_id else {"key": "b01"}
    subject = None if comment.parent_id else vault.version.module
    page = site.as_(vault.people["writer"]).open("feedback.comment" if comment.parent_id else "feedback.thread", subject, **place)
    assert f"Secret zq{what}qz" in page.text


def test_a_mail_tells_its_reader_alone(site: Site, vault: Vault, mailbox: Mailbox) -> None:
    """Decisions, an account that is there already, a new passphrase: no letter holds anybody else's name, address or words."""
    people, hidden = vault.people, secrets(vault)
    moderator, note = site.as_(people["moderator"]), "A note for one person: zqlettersqz."
    for what, outcome in (("pending", "hide"), ("reply", "publish"), ("hidden", "publish")):
        data = {"outcome": outcome, "reason": "HARASS" if outcome == "hide" else "", "note": note}
        assert moderator.post("moderation.item", data, comment_id=vault.comments[what].id).status == 303
    site.post("accounts.request_reset", {"email": str(people["voter"].email)})
    assert len(mailbox) == 4
    for letter in mailbox:
        reader = next(name for name, person in people.items() if str(person.email) in str(letter["To"]))
        sent = letter.as_string() + text_of(letter)
        assert [secret.what for secret in hidden if secret.mark in sent and reader not in secret.seen_by] == []
        assert ("zqlettersqz" in sent) is (reader == "writer")


def test_letters_about_changes_returns_and_flags_tell_their_readers_alone(site: Site, vault: Vault, mailbox: Mailbox) -> None:
    """To the author of a change, to whoever is asked for one, and to whoever flagged: no word of anybody else, nor that there is one."""
    people, hidden, comments = vault.people, secrets(vault), vault.comments
    moderator, note = site.as_(people["moderator"]), "A note for one person: zqlettersqz."
    sent_back = {"outcome": "return", "reason": "HARASS", "passage": "Secret", "note": note}
    assert moderator.post("moderation.item", sent_back, comment_id=comments["pending"].id).status == 303
    assert moderator.post("moderation.edit", {"outcome": "accept", "note": note}, edit_id=vault.edit.id).status == 303
    assert moderator.post("moderation.item", {"outcome": "publish", "note": note}, comment_id=comments["public"].id).status == 303
    readers = []
    for letter in mailbox:
        reader = next(name for name, person in people.items() if str(person.email) in str(letter["To"]))
        sent = letter.as_string() + text_of(letter)
        assert [secret.what for secret in hidden if secret.mark in sent and secret.what != f"address {reader}"] == []
        assert ("zqlettersqz" in sent) is (reader != "bystander")
        readers.append(reader)
    assert readers == ["writer", "anonymous", "bystander"]


def test_a_text_that_waits_for_a_sign_in_is_for_its_browser_alone(site: Site, vault: Vault) -> None:
    words = {"kind": "support", "body": "Words zqkeptqz", "lang": "en"}
    module = vault.version.module
    site.post("feedback.thread", words, subject=module, key="b01")
    assert "zqkeptqz" in site.open("feedback.thread", module, key="b01").html
    for who in ("bystander", "writer", "moderator"):
        assert "zqkeptqz" not in site.as_(vault.people[who]).open("feedback.thread", module, key="b01").html
    assert "zqkeptqz" not in Site(site.app).open("feedback.thread", module, key="b01").html
