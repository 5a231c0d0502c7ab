"""Fields: what is seen, what is heard, and the way from an error to its field."""

from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, PasswordField, RadioField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from consult.core.bilingual import Passage
from consult.core.forms import BaseForm
from tests.support.fragments import rendered

FORMS = '{% from "components/forms.html" import summary, text, area, radios, select, check, buttons, act %}'
KINDS = [SelectChoice("question", "A question"), SelectChoice("support", "Support")]
# A label may be a Passage: an option in its own language.
LANGUAGES = [SelectChoice("en", Passage("English", "en")), SelectChoice("fr", Passage("Français", "fr"))]


class SampleForm(BaseForm):
    """One field of each kind."""

    email = StringField("E-mail address", validators=[InputRequired("Enter an address like name@example.ca")])
    passphrase = PasswordField("Passphrase")
    body = TextAreaField("Your comment", validators=[InputRequired("Write your comment before sending it"), Length(max=2000)])
    kind = RadioField("What is it?", choices=KINDS, validators=[InputRequired("Choose what it is")])
    lang = RadioField("Language", choices=LANGUAGES, default="en")
    province = SelectField("Province", choices=[SelectChoice("nb", "New Brunswick"), SelectChoice("nu", "Nunavut")])
    quote = BooleanField("My words may be quoted")


def failed_form() -> SampleForm:
    """A form that came back: nothing was given but a wrong passphrase."""
    form = SampleForm(MultiDict({"passphrase": "correct horse", "province": "nb"}))
    form.validate()
    return form


def test_error_summary_leads_to_each_field_in_the_words_of_the_field(app: Flask) -> None:
    """Same sentence in both places, in the order of the page."""
    page = rendered(
        app, FORMS + "{{ summary(form) }}{{ text(form.email) }}{{ area(form.body) }}{{ radios(form.kind) }}", form=failed_form()
    )
    box = page.first("div", class_="error-summary", role="alert", tabindex="-1")
    links = box.all("a")
    assert [(link["href"], link.text) for link in links] == [
        ("#email", "Enter an address like name@example.ca"),
        ("#body", "Write your comment before sending it"),
        ("#kind", "Choose what it is"),
    ]
    for link in links:
        field = page.first(id=link["href"][1:])
        assert field.tag in {"input", "textarea"}
        assert page.first("div", id=f"{link['href'][1:]}-error").text == f"Error: {link.text}"


def test_summary_of_a_form_without_faults_is_nothing(app: Flask) -> None:
    """No empty box, and no role=alert that would be announced."""
    assert not rendered(app, FORMS + "{{ summary(form) }}", form=SampleForm()).children


def test_fault_of_the_whole_form_stands_in_the_summary_without_a_link(app: Flask) -> None:
    """There is no field to lead to."""
    form = SampleForm()
    form.form_errors.append("Send it again.")
    page = rendered(app, FORMS + "{{ summary(form) }}", form=form)
    assert page.first("li").text == "Send it again."
    assert not page.has("a")


def test_field_is_described_by_its_hint_and_its_error(app: Flask) -> None:
    """Hint first: it says what is wanted; then what is wrong."""
    field = rendered(app, FORMS + '{{ text(form.email, hint="For the link", autocomplete="email") }}', form=failed_form()).first("input")
    assert field["aria-describedby"] == "email-hint email-error"
    assert field["aria-invalid"] == "true"
    assert field["autocomplete"] == "email"
    assert "required" not in field.attributes


def test_field_that_is_right_says_nothing_about_errors(app: Flask) -> None:
    """No empty references."""
    field = rendered(app, FORMS + "{{ text(form.email) }}", form=SampleForm()).first("input")
    assert not {"aria-describedby", "aria-invalid"} & field.attributes.keys()


def test_passphrase_is_never_written_back(app: Flask) -> None:
    """Not even to the person who typed it."""
    field = rendered(app, FORMS + "{{ text(form.passphrase) }}", form=failed_form()).first("input", type="password")
    assert field.get("value") == ""


def test_radio_group_has_a_legend_and_its_first_option_carries_the_id(app: Flask) -> None:
    """The link of the error summary must land on something that takes the focus."""
    page = rendered(app, FORMS + "{{ radios(form.kind) }}", form=failed_form())
    group = page.first("fieldset", role="radiogroup", aria_invalid="true", aria_describedby="kind-error")
    assert group.first("legend").text == "What is it?"
    assert [option["id"] for option in group.all("input", type="radio")] == ["kind", "kind-2"]
    assert not [option for option in group.all("input") if "checked" in option.attributes]


def test_option_in_the_other_language_says_so(app: Flask) -> None:
    """A screen reader changes its voice for it."""
    page = rendered(app, FORMS + "{{ radios(form.lang, inline=true) }}", path="/fr/", form=SampleForm())
    assert page.first("span", lang="en-CA").text == "English"
    assert not page.has("span", lang="fr-CA")
    assert page.first("input", value="en").attributes.keys() >= {"checked"}


def test_text_area_counts_and_never_cuts(app: Flask) -> None:
    """A pasted text stays whole; the count tells how much is too many."""
    page = rendered(app, FORMS + '{{ area(form.body, lang="fr") }}', form=SampleForm())
    field, count = page.first("textarea"), page.first("span", class_="count")
    assert "maxlength" not in field.attributes
    assert field["lang"] == "fr-CA"
    assert (field["data-module"], field["data-limit"], field["data-count"]) == ("counter", "2000", count["id"])
    assert field["aria-describedby"] == count["id"]
    assert count.text == "2,000 characters at most"


def test_question_page_makes_its_label_the_heading(app: Flask) -> None:
    """One question a page: the label is the h1."""
    page = rendered(
        app, FORMS + "{{ text(form.email, heading=true) }}{{ select(form.province) }}{{ check(form.quote) }}", form=SampleForm()
    )
    assert page.first("h1").first("label", for_="email").text == "E-mail address"
    assert page.first("label", for_="province").text == "Province"
    assert page.first("label", class_="check").text == "My words may be quoted"


def test_form_ends_with_one_primary_button_and_a_way_out(app: Flask) -> None:
    """In that order."""
    page = rendered(app, FORMS + '{{ buttons("Send", cancel_url="/fr/") }}', path="/fr/")
    assert page.first("button", type="submit", class_="btn").text == "Send"
    assert page.first("a", href="/fr/").text == "Annuler"


def test_one_button_act_is_a_post_form_with_a_token_and_a_full_name(app: Flask) -> None:
    """“Withdraw” alone would be heard twenty times on a page."""
    form = rendered(app, FORMS + '{{ act("/go", "Withdraw", about="comment 7", fields={"back": "x"}) }}').first(
        "form", method="post", action="/go"
    )
    assert form.has("input", name="csrf_token")
    assert form.first("input", name="back")["value"] == "x"
    assert form.first("button", type="submit").text == "Withdraw comment 7"
