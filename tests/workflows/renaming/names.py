"""Collects every name of a folder of processes, and draws a new one for each."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from lxml import etree

from tests.architecture.test_process_names import announced

PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
_LETTERS = "abcdefghijkmnpqrstuvwxyz"


@cache
def announced_names() -> frozenset[str]:
    """The messages that registers announce: their word, which a diagram takes up and does not choose."""
    return frozenset(announced())


@dataclass(frozen=True)
class Names:
    """Old -> new.

    ids     processes, elements, shapes, decisions, messages (id and name), forms, components
    fields  keys of form fields that are variables of the case
    """

    ids: dict[str, str]
    fields: dict[str, str]


def collect(folder: Path, seed: int) -> Names:
    """The names of all files below, each with a new one that depends on the seed alone."""
    ids: set[str] = set()
    keys: set[str] = set()
    for path in folder.rglob("*"):
        if path.suffix in (".bpmn", ".dmn"):
            ids.update(_of_xml(path.read_bytes()))
        elif path.suffix == ".form":
            form = json.loads(path.read_text("utf-8"))
            ids.add(form["id"])
            for component in components(form):
                ids.add(component.get("id", ""))
                keys.update(_variable(component))
    dice = random.Random(seed)
    taken: set[str] = set()
    return Names(_drawn(ids - {"", *announced_names()}, dice, taken), _drawn(keys, dice, taken))


def components(form: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The components of a form on every level of groups.

    Those of a list are left out: their keys name parts of its items, as those of any context do.
    """
    for one in form.get("components", []):
        yield one
        if one.get("type") != "dynamiclist":
            yield from components(one)


def _of_xml(data: bytes) -> Iterator[str]:
    for node in etree.fromstring(data, PARSER).iter():
        if isinstance(node.tag, str):
            yield node.get("id", "")
            if node.tag == f"{BPMN}message":
                yield node.get("name", "")


def _variable(component: dict[str, Any]) -> Iterator[str]:
    """The variable that holds the field: the head of its path."""
    for part in (component.get("key"), component.get("path")):
        if part:
            yield str(part).split(".")[0]


def _drawn(old: set[str], dice: random.Random, taken: set[str]) -> dict[str, str]:
    drawn: dict[str, str] = {}
    for name in sorted(old):
        new = ""
        while not new or new in taken:
            # Neither a type nor a verb shows in the name, and none is a word of FEEL.
            new = "z" + "".join(dice.choice(_LETTERS) for _ in range(9))
        taken.add(new)
        drawn[name] = new
    return drawn
