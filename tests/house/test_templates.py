"""The rules of templates: no word outside the catalogue, no inline code, no form without a token, one h1 a page."""

import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser

import pytest

from consult.core.paths import ROOT

TEMPLATES = ROOT / "templates"
MAX_LINES = 120
# Mail programs read no stylesheet of ours, so the frame of mails carries its own.
MAY_HAVE_STYLE = {"email/base.html"}
SPOKEN_ATTRIBUTES = {"alt", "aria-label", "aria-description", "placeholder"}
UNTRANSLATED = 'would stay English on a French page. Write {{ _("…") }} or {% trans %}.'
VOICELESS = {"script", "style"}

LETTER = re.compile(r"[^\W\d_]")
TRANSLATED = re.compile(r"\{%-?\s*trans\b.*?endtrans\s*-?%\}", re.DOTALL)
# A block in the middle of a tag: `{% block body_attributes %} class="has-exit"{% endblock %}`.
ATTRIBUTES = re.compile(r"\{%-?\s*block \w+_attributes\s*-?%\}.*?endblock\s*-?%\}", re.DOTALL)
SUBJECT = re.compile(r"^Subject:", re.MULTILINE)  # the name of a mail's header, the same in every language
NAMED_BY_CODE = re.compile(r"(</?)\{\{.*?\}\}")
CODE = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
FORM = re.compile(r"<form\b[^>]*>.*?(?:</form>|\Z)", re.DOTALL)
EXTENDS = re.compile(r"""\{%-?\s*extends\s+["']([^"']+)["']""")
INCLUDES = re.compile(r"""\{%-?\s*include\s+["']([^"']+)["']""")
# An h1 is written as such, or made by a component: said(title, "h1"), text(form.email, heading=true).
H1 = re.compile(r"""<h1\b|["']h1["']|heading\s*=\s*true""")

Fault = Iterator[str]
Rule = Callable[[str, str], Fault]


def templates() -> dict[str, str]:
    """Every template, by name, with its source."""
    return {
        path.relative_to(TEMPLATES).as_posix(): path.read_text(encoding="utf-8") for path in sorted(TEMPLATES.rglob("*")) if path.is_file()
    }


def bare(source: str) -> str:
    """The markup alone: code and translated passages are blanked, line numbers kept."""
    source = NAMED_BY_CODE.sub(r"\1x", source)
    for pattern in (TRANSLATED, ATTRIBUTES, CODE):
        source = pattern.sub(lambda found: "\n" * found.group().count("\n"), source)
    return source


class Markup(HTMLParser):
    """Collects what the rules ask about: (line, tag, attributes) of each element, (line, words) of each text."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.elements: list[tuple[int, str, dict[str, str | None]]] = []
        self.texts: list[tuple[int, str]] = []
        self.inside: list[str] = []
        self.feed(bare(source))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((self.getpos()[0], tag, dict(attrs)))
        if tag in VOICELESS:
            self.inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.inside and self.inside[-1] == tag:
            self.inside.pop()

    def handle_data(self, data: str) -> None:
        if not self.inside and LETTER.search(data):
            line = self.getpos()[0] + data[: len(data) - len(data.lstrip())].count("\n")
            self.texts.append((line, " ".join(data.split())))


def words_outside_the_catalogue(name: str, source: str) -> Fault:
    """Text nodes and spoken attributes."""
    if not name.endswith(".html"):
        for number, line in enumerate(SUBJECT.sub("", bare(source)).splitlines(), 1):
            if LETTER.search(line):
                yield f"{name}:{number}: {line.strip()!r} {UNTRANSLATED}"
        return
    markup = Markup(source)
    for number, words in markup.texts:
        yield f"{name}:{number}: {words!r} {UNTRANSLATED}"
    for number, tag, attributes in markup.elements:
        for attribute in SPOKEN_ATTRIBUTES & attributes.keys():
            if LETTER.search(attributes[attribute] or ""):
                words = f'{attribute}="{attributes[attribute]}" of <{tag}> would stay English'
                yield f"{name}:{number}: {words}. Write {attribute}=\"{{{{ _('…') }}}}\"."


def inline_code(name: str, source: str) -> Fault:
    """What the content security policy would refuse in silence."""
    for number, tag, attributes in Markup(source).elements:
        for attribute in attributes:
            if attribute == "style" or attribute.startswith("on"):
                yield f"{name}:{number}: <{tag} {attribute}=…> is blocked by the policy. Use a class, or a script module with data-module."
        if tag == "style" and name not in MAY_HAVE_STYLE:
            yield f"{name}:{number}: <style> is blocked by the policy. Put the rules in static/css/."
        if tag == "script" and "src" not in attributes:
            yield f"{name}:{number}: a <script> without src is blocked by the policy. Put it in static/js/modules/."


def raw_text(name: str, source: str) -> Fault:
    """Ways around the escaping."""
    for number, line in enumerate(COMMENT.sub(lambda found: "\n" * found.group().count("\n"), source).splitlines(), 1):
        if re.search(r"\|\s*safe\b|autoescape\s+false", line):
            yield f"{name}:{number}: text must stay escaped. Rich text goes through the filter `richtext`."


def forms_without_a_token(name: str, source: str) -> Fault:
    """Each form that changes something carries the token."""
    for found in FORM.finditer(COMMENT.sub("", source)):
        opening = found.group().partition(">")[0].lower()
        if re.search(r"""method=["']?post""", opening) and "token_field()" not in found.group():
            yield f"{name}: the form {opening[:70]!r} has no token and would be refused. Write {{{{ token_field() }}}} after <form …>."


def untyped_buttons(name: str, source: str) -> Fault:
    """A button without a type sends the form around it, wanted or not."""
    for number, tag, attributes in Markup(source).elements:
        if tag == "button" and "type" not in attributes:
            yield f'{name}:{number}: a <button> without a type. Write type="submit" or type="button".'


def tooltips(name: str, source: str) -> Fault:
    """`title=` is out of reach for touch, keyboard and most screen readers."""
    for number, tag, attributes in Markup(source).elements:
        if "title" in attributes:
            yield f"{name}:{number}: <{tag} title=…> is not shown to everybody. Write the words on the page, or in a .vh span."


def too_long(name: str, source: str) -> Fault:
    """A long template hides a component."""
    lines = source.count("\n")
    if lines > MAX_LINES:
        yield f"{name}: {lines} lines, {MAX_LINES} at most. Move a part that has a name of its own to templates/components/."


RULES: tuple[Rule, ...] = (words_outside_the_catalogue, inline_code, raw_text, forms_without_a_token, untyped_buttons, tooltips, too_long)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_templates_keep_the_rule(rule: Rule) -> None:
    """Each sentence names the file and says what to do."""
    faults = [fault for name, source in templates().items() for fault in rule(name, source)]
    assert not faults, "\n" + "\n".join(faults)


def test_each_page_has_exactly_one_h1() -> None:
    """Counted in the page, the templates it extends and those it includes; the rendered pages are checked by the page object."""
    sources = templates()
    extended = {parent for source in sources.values() for parent in EXTENDS.findall(source)}
    faults = []
    for name in sources.keys() - extended:
        family = family_of(name, sources)
        headings = sum(len(H1.findall(COMMENT.sub("", sources[member]))) for member in family)
        if "layouts/page.html" in family and headings != 1:
            faults.append(f"{name}: {headings} h1, with those of {', '.join(sorted(family - {name}))}. Give the page exactly one.")
    assert not faults, "\n" + "\n".join(sorted(faults))


def family_of(name: str, sources: dict[str, str]) -> set[str]:
    """The template, what it extends and what it includes."""
    family, waiting = set(), [name]
    while waiting:
        member = waiting.pop()
        if member in family or member not in sources:
            continue
        family.add(member)
        waiting += EXTENDS.findall(sources[member]) + INCLUDES.findall(sources[member])
    return family


@pytest.mark.parametrize(
    ("rule", "source"),
    [
        (words_outside_the_catalogue, "<p>Bonjour</p>"),
        (words_outside_the_catalogue, '<nav aria-label="Pages"></nav>'),
        (inline_code, '<p style="color: red"></p>'),
        (inline_code, '<a href="/" onclick="go()">{{ _("Go") }}</a>'),
        (inline_code, "<script>go()</script>"),
        (raw_text, "{{ words|safe }}"),
        (forms_without_a_token, '<form method="post"><p>{{ x }}</p></form>'),
        (untyped_buttons, "<button>{{ x }}</button>"),
        (tooltips, '<p title="{{ x }}"></p>'),
        (too_long, "\n" * 121),
    ],
    ids=lambda value: value.__name__ if callable(value) else value[:30].strip(),
)
def test_a_fault_is_seen(rule: Rule, source: str) -> None:
    """A rule that sees nothing would pass for ever."""
    assert list(rule("sample.html", source))


@pytest.mark.parametrize(
    "source",
    [
        '{% trans count=3 %}{{ count }} words{% pluralize %}many{% endtrans %}<p>{{ _("Words") }} – 3</p>{# words #}',
        '<form method="post">{{ token_field() }}<button class="btn{{ \' x\' if y }}" type="submit">{{ _("Send") }}</button></form>',
        '<form method="get"></form><script src="/static/js/main.js"></script>',
    ],
)
def test_good_markup_passes_every_rule(source: str) -> None:
    """And a rule that sees too much would be switched off."""
    assert not [fault for rule in RULES for fault in rule("sample.html", source)]
