"""Text from elsewhere: what is typed stays as typed, what is HTML reads as the words that people saw."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.core.foreign import foreign_line, foreign_text, typed_markdown
from consult.core.html_marks import ELEMENTS, MARK, NAME
from consult.core.richtext import authored_html, bare, comment_html, plain_text

FAST = 2.0  # seconds for 100,000 characters, whatever they are

TYPED = [
    "si participation <50% état : pas ok",
    "lorsque le nombre est < 3 car",
    "élus <http://www.legifrance.gouv.fr/a.do?cid=JORF&dateTexte=1&copy=2>",
    "(durée à déterminer : <=15j ?)",
    "a <b and c> d",
    "if x<y and y>z then <z",
    "<- Previous | Next ->",
    "<[email] & you>",
    "R&D, AT&T, &c., &unknown;",
    "<-- an arrow, <!-- and one that never ends",
    "I typed <name> here, <Marie> and <3",
    "<<<>>>",
    "5 > 4",
    "<p l'eau",
    "two  spaces\n\n\n\nand four lines",
    "\u00a0a no-break\u00a0space",
]
HTML = [
    ("<p>One</p><p>Two</p>", "One\n\nTwo"),
    ("<P CLASS=x>One</P >", "One"),
    ("<p>One\nand the same line</p>\n\n<p>Two</p>", "One and the same line\n\nTwo"),
    ("One<br>two<br/>three<br />\nfour", "One\ntwo\nthree\nfour"),
    ("One<br><br><br>two", "One\n\ntwo"),
    ("typed\nlines <b>stay</b>\nlines", "typed\nlines stay\nlines"),
    ("<div>One</div><div>Two</div>", "One\nTwo"),
    ("<p>&nbsp;</p><p>One</p><p>&nbsp;</p><p>Two</p>", "One\n\nTwo"),
    ("<b>bold <i>and <u>nested</u></i></b> words", "bold and nested words"),
    ("<ul><li>one</li>\n <li><p>two</p></li></ul>after", "- one\n- two\n\nafter"),
    ("<ol><li>x<ul><li>y</li></ul></li><li>z</li></ol>", "1. x\n   - y\n2. z"),
    ("<ol><li>x</ol></li></ul></p>", "1. x"),
    ("<li>alone</li>", "- alone"),
    ("<table><tr><th>a</th><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>", "a | b\nc | d"),
    ("<pre>a\n  b</pre>", "a\n  b"),
    ("see <a href='https://example.org/x?a=1&amp;b=2'>the page</a>.", "see the page (https://example.org/x?a=1&b=2)."),
    ('<a href="https://example.org/">example.org</a>', "example.org"),
    ('<a href="mailto:a@example.org">write</a>', "write (a@example.org)"),
    ('<a href="https://example.org"></a>', "https://example.org"),
    ('<a href="javascript:alert(1)">press</a> <a name=x>here</a></a>', "press here"),
    ('<img src="cat.png" alt="A cat"> sleeps', "A cat sleeps"),
    ("<script>alert('<b>')</script>Yes<style>p > b {}</style>!", "Yes!"),
    ("<SCRIPT type=x async>one</SCRIPT >two", "two"),
    ("<head><title>no</title></head><body>yes</body>", "yes"),
    ("<!DOCTYPE html><html lang=fr><p>Oui</p></html>", "Oui"),
    ("before<!-- a <b>comment</b> -->after", "beforeafter"),
    ("I wrote <script> and went on", "I wrote  and went on"),
    ("<scr<script>ipt>alert(1)</scr</script>ipt>", ""),
    ("<<b>b>bold<</b>/b>", "bold"),
    ("<50% <b>of</b> us & <3", "<50% of us & <3"),
    ("<input disabled><o:p>Word</o:p>", "Word"),
]
REFERENCES = [
    ("Tom &amp; Jerry", "Tom & Jerry"),
    ("&amp;lt;b&amp;gt;", "&lt;b&gt;"),
    ("&lt;b&gt;not bold&lt;/b&gt;", "<b>not bold</b>"),
    ("l&#39;eau, l&#x2019;air&nbsp;: &eacute;t&eacute;", "l'eau, l’air\u00a0: été"),
    ("a &notanentity; &amp without end", "a &notanentity; &amp without end"),
    ("&#0;&#1114112;&#xD800;", "\ufffd\ufffd\ufffd"),
]


@pytest.mark.parametrize("text", TYPED)
def test_what_is_typed_stays_as_typed(text):
    assert foreign_text(text) == text.strip()


@pytest.mark.parametrize(("html", "text"), HTML + REFERENCES)
def test_html_is_read_once(html, text):
    assert foreign_text(html) == text


def test_a_line_stays_one():
    assert foreign_line("<p>Article&nbsp;1</p>\n<p>Open  data</p>") == "Article\u00a01 Open data"


def test_line_ends_are_those_of_the_house():
    assert foreign_text(" a\r\nb\rc ") == "a\nb\nc"


@given(st.text())
def test_a_text_without_marks_is_only_trimmed(text):
    plain = text.replace("<", "").replace("&", "")
    assert foreign_text(plain) == plain.replace("\r\n", "\n").replace("\r", "\n").strip()


@given(
    st.lists(
        st.sampled_from(
            ["<b>", "</b>", "<p>", "</p>", "<", ">", "<script>", "</script>", "<!--", "-->", "a", " ", "\n", "<li>", "<a href=x>"]
        )
    )
)
def test_no_element_survives(pieces):
    read = foreign_text("".join(pieces))
    left = {mark[NAME].lower() for mark in MARK.finditer(read) if mark[NAME]}
    assert not left & ELEMENTS or "<<" in "".join(pieces)  # tags inside tags inside tags …: eight rounds, then they read as typed


@given(st.text(alphabet="<>&;ab#1/!-\"'= \nscript"))
def test_whatever_comes_out_is_text_to_the_page(text):
    html = comment_html(foreign_text(text), "en")
    assert "<script" not in html
    assert "<b" not in html.replace("<blockquote", "").replace("<br", "")


@given(st.text(alphabet="ab <&;>*_`[]()\\!#-.0amplt/:"))
def test_typed_markdown_reads_as_it_was_typed(text):
    words = " ".join(text.split())
    assert plain_text(typed_markdown(words)) == words
    assert bare(authored_html(typed_markdown(words), "en")) == words


@pytest.mark.parametrize(
    "piece", ["<b ", '<b a="', "<!--", "<script>", "<<b>", "<", "<b>", "&", "<a href=x>", "<p a= ", "<li>", "</ul>", "<td>", "&#1"]
)
def test_however_spoilt_it_is_read_in_time(piece):
    start = time.monotonic()
    foreign_text(piece * (100_000 // len(piece)))
    assert time.monotonic() - start < FAST
