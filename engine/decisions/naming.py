"""Names that FEEL must be told of: those of several words or with signs in them, where they can be meant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from lxml import etree

from engine.decisions.findings import part
from engine.decisions.item_types import TypeBook, name_of
from engine.decisions.model import Home, Need, element_of
from engine.decisions.names import Names

_KEY = re.compile(r"[{,]\s*([^\W\d]\w*(?: +\w+){1,9}) *:")
#: Words that join others: a key that holds one is known in its own text alone.
_OPERATORS = frozenset(
    "and or in if then else for return some every satisfies between instance of not".split()  # noqa: SIM905
)


class Naming:
    """Names of one model.

    A name of several words (`Monthly Salary`) is known in the whole model. One with signs (`a-b`) is known
    where it can be meant, for elsewhere it is a calculation: in the element that requires it or defines it.
    """

    def __init__(self, root: etree._Element, book: TypeBook, home: Home) -> None:
        self.home = home
        spoken = {name for name in _names(root) if not _has_signs(name)} | set(_keys(root))
        types = set(book.definitions)
        for name, (_, inner) in book.imports.items():
            types |= {f"{name}.{one}" for one in inner.definitions} if name else set(inner.definitions)
        names = spoken | types | book.component_names() | _all_names(home)
        self.everywhere = Names(names)
        self.inner: dict[str, frozenset[str]] = {}

    def declared(self, elements: Iterable[etree._Element]) -> frozenset[str]:
        """Names of the elements of the graph and of the imports: absent where they are not required."""
        found = {name_of(one) for one in elements} | {_variable_name(one) for one in elements}
        return frozenset(found | set(self.home.imports)) - {""}

    def within(
        self, element: etree._Element, needs: tuple[Need, ...], elements: Mapping[str, etree._Element]
    ) -> frozenset[str]:
        """Names that texts inside an element can mean beside those that are known everywhere."""
        names = set(_names(element))
        for need in needs:
            if need.path:
                names.add(element_of(self.home, need).variable)
            elif need.key in elements:
                names |= {name_of(elements[need.key]), _variable_name(elements[need.key])}
                names |= self._inside(need.key, elements[need.key])
        return frozenset(names)

    def _inside(self, key: str, element: etree._Element) -> frozenset[str]:
        """Names in what a required element gives: entries of its context, columns of its table."""
        if key not in self.inner:
            self.inner[key] = frozenset(name for name in _names(element) if _has_signs(name))
        return self.inner[key]


def _all_names(home: Home) -> set[str]:
    """Names of the imports and of the elements in them, those of imports below included."""
    found: set[str] = set()
    seen: set[int] = set()
    ahead = [home]
    while ahead:
        one = ahead.pop()
        for name, below in one.imports.items():
            found.add(name)
            if id(below) not in seen:
                seen.add(id(below))
                found |= {element.variable for element in below.elements.values()}
                ahead.append(below)
    return found


def _keys(root: etree._Element) -> Iterator[str]:
    """Keys of several words in the contexts that texts write, which others read: `{first name: "Ann"}`."""
    for element in root.iter():
        if isinstance(element.tag, str) and element.tag.endswith("}text") and "{" in (element.text or ""):
            for found in _KEY.finditer(element.text or ""):
                words = found[1].split()
                if len(words) > 1 and not _OPERATORS & set(words):
                    yield " ".join(words)


def _names(root: etree._Element) -> Iterator[str]:
    """Names that are given inside an element, its own left out."""
    for element in root.iterdescendants():
        if isinstance(element.tag, str):
            yield name_of(element)
            yield " ".join((element.get("iteratorVariable") or "").split())


def _variable_name(element: etree._Element) -> str:
    variable = part(element, "variable")
    return "" if variable is None else name_of(variable)


def _has_signs(name: str) -> bool:
    return any(char in "-+*/'." for char in name)
