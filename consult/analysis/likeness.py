"""How alike two short texts of one language are: by the words they share, each worth the more the fewer of the others use it.

The measure is the weighted containment of the shorter text in the longer one, ∑ w(shared) / ∑ w(shorter), with w(t) = ln(1 + n / df(t))
over the texts compared: a wish that stands in a long comment is found, and words that everybody uses here count for little (Broder 1997,
with the weights of Spärck Jones 1972). Words are cut to a stem, so that “recruits” meets “recruit” and « recrue » meets « recrues ».
"""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Hashable, Mapping
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)

STEM = 6  # signs kept of a word; endings are longer in both languages than the difference between two words that begin alike
LEAST_WORDS = 3  # two texts must share so many: one word in common is a subject, not the same thought
ALIKE = 0.3  # of the weight of the shorter text
_WORD = re.compile(r"[^\W\d_]{2,}")
# Words that say nothing by themselves; the French ones without accents.
_ENGLISH = """
    about after all also an and any are as at be been before but by can could did do does for from get had has have he her
    here him his how if in into is it its just like more most my no not of off on one only or other our out over own say
    should so some such than that the their them then there these they this those to too up us very was we were what when
    where which who why will with would you your
    """
_FRENCH = """
    ai aux avec avoir ca car ce ces cela cet cette chez comme dans de des donc du elle elles en est et etait ete etre eux
    fait faut il ils je la le les leur leurs lui ma mais me meme mes moi mon ne nos notre nous on ont ou par pas peu peut
    plus pour pourquoi qu quand que qui sa sans se ses si son sont sur ta te tes ton tous tout toute toutes tres tu un une
    vos votre vous
    """
_EMPTY = {"en": frozenset(_ENGLISH.split()), "fr": frozenset(_FRENCH.split())}


def stems(text: str, lang: str) -> frozenset[str]:
    """The words that carry the meaning, without accents, endings and capitals."""
    plain = "".join(char for char in unicodedata.normalize("NFD", text.casefold()) if unicodedata.category(char) != "Mn")
    empty = _EMPTY.get(lang, frozenset())
    return frozenset(_stem(word) for word in _WORD.findall(plain) if word not in empty)


def alike(text: str, others: Mapping[Key, str], *, lang: str, most: int) -> list[Key]:
    """Those of the others, in the same language, that say much the same, the most alike first; of two as alike the one that came first."""
    own, theirs = stems(text, lang), {key: stems(other, lang) for key, other in others.items()}
    if len(own) < LEAST_WORDS:
        return []
    used = Counter(stem for found in [own, *theirs.values()] for stem in found)
    weight = {stem: math.log(1 + (len(theirs) + 1) / count) for stem, count in used.items()}
    scores = {key: _containment(own, found, weight) for key, found in theirs.items() if len(own & found) >= LEAST_WORDS}
    ranked = sorted((key for key, score in scores.items() if score >= ALIKE), key=lambda key: -scores[key])
    return ranked[:most]


def _containment(one: frozenset[str], other: frozenset[str], weight: Mapping[str, float]) -> float:
    """How much of the shorter text stands in the longer one; a very short text is measured as if it were longer."""
    shared, least = (sum(weight[stem] for stem in found) for found in (one & other, min(one, other, key=len)))
    floor = 2 * LEAST_WORDS * max(weight[stem] for stem in one & other)
    return shared / max(least, floor)


def _stem(word: str) -> str:
    return word.rstrip("s")[:STEM] or word
