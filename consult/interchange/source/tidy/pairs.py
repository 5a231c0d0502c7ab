"""From documents to modules: one draft in two languages is one bilingual module, where its sections say how they go together."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from consult.interchange.source.tidy.documents import Document, Section


@dataclass(frozen=True)
class Draft:
    """One module to be: a document, its translation where there is one, and the sections in the order of reading."""

    document: Document
    translation: Document | None
    sections: tuple[tuple[Section, Section | None], ...]

    @property
    def documents(self) -> list[Document]:
        """Both, or the one."""
        return [self.document, self.translation] if self.translation else [self.document]


def drafts(documents: Mapping[str, Document], sections: Iterable[Section]) -> list[Draft]:
    """The modules in the order of the documents. The English half of a pair names it, wherever in the file it stands."""
    documents = _told_apart(documents)
    ordered = _in_order(documents, sections)
    made, done = [], set[str]()
    for document in documents.values():
        if document.id in done:
            continue
        other = _translation(document, documents, ordered)
        first, second = (other, document) if other and other.lang == "en" else (document, other)
        mates = {section.id: section for section in ordered[second.id]} if second else {}
        made.append(Draft(first, second, tuple((section, mates.get(section.parallel)) for section in ordered[first.id])))
        done |= {first.id} | ({second.id} if second else set())
    return made


def _told_apart(documents: Mapping[str, Document]) -> dict[str, Document]:
    """Several drafts of one text say in their titles which draft they are: here each is a module of its own."""
    number = Counter((document.lang, document.title) for document in documents.values())
    return {
        name: replace(document, title=f"{document.title} ({document.version})")
        if document.version and number[document.lang, document.title] > 1
        else document
        for name, document in documents.items()
    }


def _in_order(documents: Mapping[str, Document], sections: Iterable[Section]) -> dict[str, list[Section]]:
    """The sections of each document as they are read: what stands under a section follows it."""
    children: dict[tuple[str, str], list[Section]] = {}
    for section in sorted(sections, key=lambda section: section.place):
        children.setdefault((section.document, section.parent), []).append(section)
    return {document: list(_under(document, children)) for document in documents}


def _under(document: str, children: Mapping[tuple[str, str], list[Section]]) -> Iterator[Section]:
    """From the top down, without calling itself: a file may nest as deep as it likes."""
    waiting = list(reversed(children.get((document, ""), [])))
    while waiting:
        section = waiting.pop()
        yield section
        waiting.extend(reversed(children.get((document, section.id), [])))


def _translation(document: Document, documents: Mapping[str, Document], ordered: Mapping[str, list[Section]]) -> Document | None:
    """The other half, if each names the other and every section has its counterpart in the same place; else they stay two modules."""
    other = documents.get(document.parallel)
    if other is None or other.parallel != document.id or {document.lang, other.lang} != {"en", "fr"}:
        return None
    these, those = ordered[document.id], ordered[other.id]
    named = [(section.id, section.parallel) for section in these]
    return other if named == [(section.parallel, section.id) for section in those] else None
