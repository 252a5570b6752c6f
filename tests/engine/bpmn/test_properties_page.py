"""The managers' page of properties names every property that the readers know, and no other."""

from __future__ import annotations

import re

from engine.bpmn.reading.rules import PREFIX, RULES
from forms.reading.properties import MASKS, WIDGETS
from tests.support.source import ROOT

PAGE = (ROOT / "docs" / "guide" / "properties.md").read_text(encoding="utf-8")


def test_the_properties_of_diagrams_are_those_that_the_reader_knows():
    assert set(re.findall(rf"`{PREFIX}(\w+)`", PAGE)) == set(RULES)


def test_every_widget_and_every_mask_of_a_field_is_named():
    assert set(re.findall(r"`(\w+)`", PAGE)) >= WIDGETS | MASKS
