"""YAML as people expect it: only `true` and `false` are booleans (`on` is a word), and dates stay text, and
numbers are exact.
"""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

_BOOL, _TIMESTAMP = "tag:yaml.org,2002:bool", "tag:yaml.org,2002:timestamp"


# The parser in C reads the demo's rows ten times as fast; a machine without it has the one in Python.
if TYPE_CHECKING:
    from yaml import SafeLoader as _Safe
else:
    _Safe = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Safe):
    """The safe loader with fewer surprises."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in found if tag not in (_BOOL, _TIMESTAMP)]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver(_BOOL, re.compile("^(?:true|false)$"), list("tf"))
_Loader.add_constructor("tag:yaml.org,2002:float", lambda _loader, node: Decimal(str(node.value)))


def read_yaml(path: Path) -> Any:
    """Raises yaml.YAMLError."""
    # The loader is a safe one: it makes plain values only.
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)
