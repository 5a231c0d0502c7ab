"""The marks of HTML as `foreign` reads them: which elements there are, how each sets its words apart, and what a tag looks like."""

import re

# Their content is nothing that a reader saw.
UNSEEN = frozenset("head iframe math noframes script style svg template".split())
# What stands on lines of its own, and how many line ends set it apart.
LINES = dict.fromkeys("address dd div dt figcaption legend option optgroup select summary tr".split(), 1) | dict.fromkeys(
    "article aside blockquote body caption center details dir dl fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr html main menu "
    "nav ol p pre section table tbody tfoot thead ul".split(),
    2,
)
LISTS = frozenset({"ol", "ul", "menu", "dir"})
INLINE = frozenset(
    "a abbr acronym applet area audio b base basefont bdi bdo big blink br button canvas cite code col colgroup data datalist del dfn "
    "dialog em embed font frame frameset i img input ins kbd label li link map mark marquee meta meter nobr noscript object o:p output "
    "param picture progress q rp rt ruby s samp small source span strike strong sub sup td textarea th time title track tt u var video "
    "wbr".split()
)
ELEMENTS = UNSEEN | LINES.keys() | INLINE
CELLS = frozenset({"td", "th"})
# An attribute has a value; the few that have none are these. So `<b and c>` is no tag, and stays as typed.
BARE = (
    "allowfullscreen|async|autofocus|autoplay|checked|compact|controls|default|defer|disabled|hidden|ismap|loop|multiple|muted|nomodule|"
    "noshade|novalidate|nowrap|open|playsinline|readonly|required|reversed|selected"
)
# No `<` inside a tag: no character is then looked at twice, however long the text.
ATTRIBUTES = rf"(?:\s+(?:[a-z_:@][\w:.@-]*\s*=|(?:{BARE})\b)(?:(?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+')*+(?=>)|[^<>]*+))?"
MARK = re.compile(rf"<(?:(!--)|!doctype\b[^<>]*+>|(/?)([a-z][a-z0-9]*+(?::p)?)({ATTRIBUTES})\s*/?>)", re.IGNORECASE)
COMMENT, CLOSING, NAME, GIVEN = 1, 2, 3, 4
