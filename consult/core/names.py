"""Names that people give themselves, as they may be shown beside those of others."""

import re
import unicodedata

# Letters and a sign that show nothing, beside the control and format characters (which also turn the direction of a text).
BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
UNSEEN = {"Cc", "Cf"}
# The two joiners shape Persian, the scripts of India and emoji: one of them between two signs stays.
JOINERS = "\u200c\u200d"
# Words of a name that lead to another one; and what stands in brackets, as pronouns do.
PARTICLES = frozenset("al bin da das de del della den der des di do dos du el la las le les los of ten ter the van vom von y zu".split())
ELIDED = re.compile(r"^[dDlL]['’](?=\w)")
HYPHENS = re.compile("[-\u2010\u2011]")
ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
STRAY_JOINERS = re.compile(rf"(?<!\S)[{JOINERS}]+|[{JOINERS}]+(?!\S)|(?<=[{JOINERS}])[{JOINERS}]")


def one_line(text: str | None) -> str:
    """A name on one line, without signs that cannot be seen; nothing where there is nothing else in it."""
    kept = "".join(char for char in text or "" if char.isspace() or char in JOINERS or not _is_unseen(char))
    name = STRAY_JOINERS.sub("", " ".join(kept.split()))
    # Accents and the like need something to stand on.
    shown = any(unicodedata.category(char)[0] not in "CMZ" for char in name)
    return unicodedata.normalize("NFC", " ".join(name.split())) if shown else ""


def initials(name: str) -> str:
    """A name by the first signs of its parts: “M. L.”, « M.-È. T. ». Particles do not count; of what are initials nothing is taken away.

    Nothing where the name has neither letter nor digit: of a flag or a flower there are no initials.
    """
    parts = [_shortened(part) for part in ASIDE.sub(" ", unicodedata.normalize("NFC", name)).replace(".", ". ").split()]
    standing = [part for part, is_particle in parts if part and not is_particle]
    return " ".join(standing or [part for part, _ in parts if part]).replace(" -", "-")


def _shortened(word: str) -> tuple[str, bool]:
    """A word of a name by its first signs, one for each of its parts joined with a hyphen; and whether it is only a particle."""
    own = ELIDED.sub("", word)
    firsts = [first for first in map(_first_sign, HYPHENS.split(own)) if first]
    joined = "-".join(f"{first}." for first in firsts)
    led = "-" if word[0] in "-\u2010\u2011" and joined else ""  # the rest of « M.-È. » after its full stop
    return led + joined, own.casefold().strip(".,") in PARTICLES and own[0].islower()


def _first_sign(part: str) -> str:
    """The first letter, else the first digit, with the marks that stand on it."""
    found = next((place for place, char in enumerate(part) if char.isalpha()), None)
    if found is None:
        return next((char for char in part if char.isdigit()), "")
    end = found + 1
    while end < len(part) and unicodedata.category(part[end])[0] == "M":
        end += 1
    sign = part[found:end]
    return sign.upper() if len(sign.upper()) == len(sign) else sign


def _is_unseen(char: str) -> bool:
    return char in BLANK or unicodedata.category(char) in UNSEEN
