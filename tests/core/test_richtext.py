"""Text into HTML: what people typed stays as they typed it, and nothing hostile gets through."""

import time
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from consult.core import richtext
from consult.core.richtext import Allowed, authored_html, bare, comment_html, document_html, page_html, plain_text

NBSP = "\u00a0"
SECONDS = 2
RENDERERS = [
    (comment_html, richtext.COMMENT),
    (authored_html, richtext.AUTHORED),
    (document_html, richtext.DOCUMENT),
    (page_html, richtext.PAGE),
]


class Elements(HTMLParser):
    """What a browser would find in the HTML: elements with their attributes, and the words."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data

    def handle_comment(self, data: str) -> None:
        self.found.append(("comment", {}))


def refuse_what_is_not_allowed(source: str, allowed: Allowed) -> None:
    """Fail on any element, attribute or address beyond the short list."""
    for tag, attributes in Elements(source).found:
        assert tag in allowed.tags, f"<{tag}> in {source!r}"
        known = allowed.attributes.get(tag, set()) | ({"rel"} if tag == "a" else set())
        assert set(attributes) <= known, f"{attributes} in {source!r}"
        if tag == "a":
            assert attributes["rel"] == allowed.rel
            parts = urlsplit(attributes["href"] or "")
            own = allowed is not richtext.COMMENT and not parts.scheme and not parts.netloc
            assert parts.scheme in richtext.SCHEMES or own, f"{attributes} in {source!r}"


@pytest.mark.parametrize(
    "typed",
    [
        "Moins de <50% des gens, < 3 fois, <=15j, >50 %, x<y>z",
        "Voir <http://exemple.ca> et <info@exemple.ca>",
        "AT&T &amp; Bell, &lt;b&gt;, &nbsp; &#x41; &copy;",
        "<script>alert('x')</script>",
        '<a href="https://evil.example">ici</a> <!-- rien -->',
        "# 5 raisons",
        "`code` et ``code``",
        "    quatre espaces",
        "\\*sans étoiles ajoutées\\*",
        "5*3*2 = 30, snake_case_name, 2 * 3 * 4",
        "![photo](https://evil.example/pixel.gif)",
        "[1]: https://exemple.ca/source",
        "[note] [autre][note]",
        "+ 20 % de budget",
        "> 3 jours",
        ">50% des appels",
        ">= 15 ans",
        "~~pas barré~~ ~50 personnes",
        "https://exemple.ca/a_b_c?x=1&y=2",
        "\\\\serveur\\partage",
    ],
)
def test_what_a_participant_types_reads_as_typed(typed: str) -> None:
    assert Elements(comment_html(typed, "en")).words == typed.strip()


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Un.\nDeux.\n\nTrois.", "<p>Un.<br>\nDeux.</p>\n<p>Trois.</p>"),
        ("**Fort** et *doux*.", "<p><strong>Fort</strong> et <em>doux</em>.</p>"),
        ("- un\n- deux", "<ul>\n<li>un</li>\n<li>deux</li>\n</ul>"),
        ("2. Oui\n5. Non", '<ol start="2">\n<li>Oui</li>\n<li value="5">Non</li>\n</ol>'),
        ("1984. Une année", '<ol start="1984">\n<li>Une année</li>\n</ol>'),
        (
            "> Vous dites cela.\nJe ne suis pas d’accord.",
            "<blockquote>\n<p>Vous dites cela.</p>\n</blockquote>\n<p>Je ne suis pas d’accord.</p>",
        ),
        ("> un\n> deux", "<blockquote>\n<p>un<br>\ndeux</p>\n</blockquote>"),
        (
            "[le rapport](https://exemple.ca/a_(b)?x=1&y=2)",
            '<p><a href="https://exemple.ca/a_(b)?x=1&amp;y=2" rel="nofollow noopener ugc">le rapport</a></p>',
        ),
        (
            "[**ici**](mailto:info@exemple.ca)",
            '<p><a href="mailto:info@exemple.ca" rel="nofollow noopener ugc"><strong>ici</strong></a></p>',
        ),
        ("Avant\n\n---\n\nAprès", "<p>Avant</p>\n<hr>\n<p>Après</p>"),
        ("Pas un titre\n---", "<p>Pas un titre</p>\n<hr>"),
        ("", ""),
        (" \n\n ", ""),
    ],
)
def test_simple_marks_of_a_participant_are_read(typed: str, expected: str) -> None:
    assert comment_html(typed, "en") == expected


def test_marks_too_deep_inside_each_other_are_read_as_typed_and_lose_nothing() -> None:
    assert "&gt;" * 22 + " au fond" in comment_html(">" * 30 + " au fond", "fr")


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("**Time.** *Now*, `x<y` & <b>", "<strong>Time.</strong> <em>Now</em>, <code>x&lt;y</code> &amp; &lt;b&gt;"),
        ("One\\\ntwo", "One<br>\ntwo"),
        ("[here](/en/modules/12) [there](#s2)", '<a href="/en/modules/12" rel="noopener">here</a> <a href="#s2" rel="noopener">there</a>'),
        ("<https://example.ca>", '<a href="https://example.ca" rel="noopener">https://example.ca</a>'),
        ("\\*as it is\\* &amp; &eacute;", "*as it is* &amp; é"),
        ("1. Not a list, > not a quote", "1. Not a list, &gt; not a quote"),
        ("# Not a heading", "# Not a heading"),
    ],
)
def test_an_institutional_block_is_rendered_inline(markdown: str, expected: str) -> None:
    assert authored_html(markdown, "en") == expected


XSS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<<script>script>alert(1)<</script>/script>",
    '"><img src=x onerror=alert(1)>',
    "<a href='java\tscript:alert(1)'>x</a>",
    "<style>@import 'https://evil.example/x.css';</style>",
    "<!--><script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml version='1.0'?><x/>",
    "<form action=https://evil.example><button>ok</button></form>",
    "<base href=https://evil.example>",
    "<p style=position:fixed;inset:0 onclick=alert(1)>x</p>",
    "[<img src=x onerror=alert(1)>](https://exemple.ca)",
    '[x](https://exemple.ca "t\\" onmouseover=alert(1)")',
    "[x](https://exemple.ca/\"onmouseover='alert(1)')",
    "[x](https://exemple.ca/<script>alert(1)</script>)",
    "**<b onmouseover=alert(1)>**",
    "- <li onclick=alert(1)>\n> <blockquote cite=javascript:alert(1)>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)",
    "\x00<script>\x00alert(1)</script>",
    "<template><script>alert(1)</script></template>",
    "<listing>&lt;img src=x onerror=alert(1)&gt;</listing>",
    "<xmp><script>alert(1)</script></xmp>",
]


@pytest.mark.parametrize("payload", XSS)
def test_no_payload_becomes_markup(payload: str) -> None:
    for render, allowed in RENDERERS:
        refuse_what_is_not_allowed(render(payload, "fr"), allowed)


ADDRESSES = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\u200bscript:alert(1)",
    "&#106;avascript:alert(1)",
    "javascript&colon;alert(1)",
    "\x01javascript:alert(1)",
    "data:text/html;base64,PHNjcmlwdD4=",
    "data:image/svg+xml,<svg/onload=alert(1)>",
    "vbscript:msgbox(1)",
    "file:///etc/passwd",
    "blob:https://exemple.ca/x",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/%09/evil.example/../..",
    "https:evil.example",
    "https:///evil.example",
    "http:\\\\evil.example",
    "ftp://evil.example",
    "tel:911",
    "",
]


@pytest.mark.parametrize("written", ["[x]({})", "[x](<{}>)", "<{}>", "![x]({})", "[x]: {}\n\n[x]"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_link_leads_only_where_it_may(address: str, written: str) -> None:
    typed = written.format(address)
    for render, allowed in RENDERERS:
        made = render(typed, "en")
        refuse_what_is_not_allowed(made, allowed)
        assert 'href="//' not in made
    assert "<a" not in comment_html(typed, "en")


def test_a_link_without_visible_words_is_read_as_typed() -> None:
    assert comment_html("[ ](https://exemple.ca)", "en") == "<p>[ ](https://exemple.ca)</p>"


def bombs(size: int) -> dict[str, str]:
    """The inputs that made Markdown readers famous, each about this long."""
    return {
        name: (unit * (size // len(unit) + 1))[:size]
        for name, unit in {
            "quotes": ">",
            "quotes with spaces": "> ",
            "quoted lines and answers": "> a\nb\n",
            "empty quotes": ">\n> a\n\n",
            "brackets": "[",
            "links that never end": "[a](",
            "links in links": "[[a](",
            "addresses that never end": "[a](http://a",
            "parentheses": "(",
            "images": "![",
            "stars": "*",
            "open emphasis": "*a **a ",
            "mixed emphasis": "a***b ",
            "strong words": "**x** ",
            "underscores": "_a __a ",
            "list items": "- a\n",
            "list marks": "- ",
            "numbers": "1. ",
            "backslashes": "\\",
            "less than": "<",
            "comments": "<!--",
            "declarations": "<!A ",
            "ampersands": "&",
            "entities": "&#x;",
            "autolinks": "<http://a",
            "backticks": "`a``b",
            "lines": "a\n",
            "paragraphs": "a\n\n",
            "blank lines": "\n",
            "hard breaks": "a  \n",
            "tabs": "\t",
            "spaces": " ",
            "no-break spaces": f"a{NBSP}",
            "colons": ": ",
            "guillemets": "« ",
        }.items()
    } | {
        "one address": "[a](http://" + "a" * size + ")",
        "an address of parentheses": "[a](http://a" + "(" * size,
        "growing backticks": "".join("e" + "`" * count for count in range(int((2 * size) ** 0.5))),
        "growing lists": "".join("  " * count + "- a\n" for count in range(int(size**0.5))),
        "emphasis in emphasis": "*a **b " * (size // 14) + "b** a*" * (size // 14),
    }


@pytest.mark.parametrize("size", [20_000, 100_000])
@pytest.mark.parametrize("name", bombs(0))
def test_no_text_takes_long(name: str, size: int) -> None:
    bomb = bombs(size)[name]
    for render in (comment_html, authored_html):
        started = time.process_time()
        render(bomb, "fr")
        assert time.process_time() - started < SECONDS, f"{render.__name__} is slow"
    started = time.process_time()
    plain_text(bomb)
    assert time.process_time() - started < SECONDS


def test_a_very_long_text_keeps_its_paragraphs_and_lines() -> None:
    long = "**mot** <b>\n" * 3_000 + "\n\nfin"
    made = comment_html(long, "fr")
    assert made.startswith("<p>**mot** &lt;b&gt;<br>**mot**")
    assert made.endswith("</p><p>fin</p>")


MARKS = st.text(alphabet="ab é<>&;:#*_`~[]()!+-=.\"'\\/|\n\t>1 ", max_size=200)


@given(MARKS)
def test_whatever_is_typed_no_letter_is_lost_and_only_allowed_markup_is_made(typed: str) -> None:
    made = comment_html(typed, "fr")
    refuse_what_is_not_allowed(made, richtext.COMMENT)
    letters = [char for char in Elements(made).words if char in "abé<&;#~[]()!=\"'/|"]
    assert letters == [char for char in typed if char in "abé<&;#~[]()!=\"'/|"]


@given(MARKS)
def test_whatever_an_institution_writes_only_allowed_markup_is_made(markdown: str) -> None:
    refuse_what_is_not_allowed(authored_html(markdown, "fr"), richtext.AUTHORED)
    refuse_what_is_not_allowed(document_html(markdown, "fr"), richtext.DOCUMENT)


@given(st.text(max_size=300))
def test_any_text_at_all_can_be_rendered(text: str) -> None:
    for render, allowed in RENDERERS:
        refuse_what_is_not_allowed(render(text, "fr"), allowed)
    assert "  " not in plain_text(text)


def test_french_is_set_in_words_only_and_a_participants_characters_stay() -> None:
    assert comment_html("Vraiment ? **« Oui »** : 5 %", "fr") == (
        f"<p>Vraiment{NBSP}? <strong>«{NBSP}Oui{NBSP}»</strong>{NBSP}: 5{NBSP}%</p>"
    )
    assert comment_html("Vraiment ?", "en") == "<p>Vraiment ?</p>"
    assert 'href="https://exemple.ca/a;b?c=1"' in comment_html("[ici](https://exemple.ca/a;b?c=1)", "fr")


def test_institutional_french_is_repaired_but_not_in_code_or_addresses() -> None:
    made = authored_html("L'agent demande: `a : b` [suite](https://exemple.ca/l'a:b) ?", "fr")
    assert made == f'L’agent demande{NBSP}: <code>a : b</code> <a href="https://exemple.ca/l\'a:b" rel="noopener">suite</a>?'


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("**Time.** Ask *now*.", "Time. Ask now."),
        ("One\\\ntwo\nthree", "One two three"),
        ("[the report](https://example.ca)", "the report"),
        ("`code` &amp; \\*", "code & *"),
        (f"Objet{NBSP}: «{NBSP}oui{NBSP}»", "Objet : « oui »"),
        ("e\u0301te\u0301", "été"),
        ("  a \t b\n\nc ", "a b c"),
    ],
)
def test_plain_text_is_the_words_alone(markdown: str, expected: str) -> None:
    assert plain_text(markdown) == expected


def test_a_page_of_its_own_has_headings_right_below_its_title() -> None:
    assert page_html("# One\n\n## Two\n\n### Three\n\n#### Four", "en").split("\n") == [
        "<h2>One</h2>",
        "<h2>Two</h2>",
        "<h3>Three</h3>",
        "<h3>Four</h3>",
    ]


def test_a_document_has_headings_below_those_of_its_page() -> None:
    made = document_html("# Oui\n\nUn *mot* :\n\n- a\n- b\n\n### Non", "fr")
    assert made == f"<h3>Oui</h3>\n<p>Un <em>mot</em>{NBSP}:</p>\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n<h4>Non</h4>"
    assert document_html("mot " * 9_000 + "fin", "fr").endswith("fin</p>")


def test_bare_gives_the_words_of_stored_html() -> None:
    assert bare(authored_html("**Avant** l’*appel* : x<y & `z`", "fr")) == f"Avant l’appel{NBSP}: x<y & z"


def test_threads_do_not_share_a_cleaner() -> None:
    texts = [f"**{number}** <b> [x](https://exemple.ca/{number})" for number in range(200)]
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda text: comment_html(text, "en"), texts))
    assert made == [comment_html(text, "en") for text in texts]


def test_a_template_puts_stored_html_out_as_it_is() -> None:
    app = Flask(__name__)
    richtext.register(app)
    assert app.jinja_env.from_string("{{ text | richtext }}").render(text="<em>a</em>") == "<em>a</em>"
    assert isinstance(richtext.richtext("<em>a</em>"), Markup)
