"""Our extensions, which live in a component's `properties` so that the file stays a plain Camunda form."""

from __future__ import annotations

from typing import Any

from forms.access import Access, RolesRefused, read_roles
from forms.components import Check, Rule
from forms.reading.notes import Part

WIDGETS = frozenset(
    {"money", "qty", "price", "pct", "reference", "references", "person", "persons", "territory"}
    | {"textarea", "opinion"}
)
"""`opinion`: what is typed is said in the thread of the case."""
MASKS = frozenset({"identity", "phone", "account", "all"})
DECIMALS = {"money": (14, 2), "qty": (14, 3), "price": (14, 4), "pct": (5, 2)}
"""widget -> digits in all, digits behind the point."""
_CHECKED = "check."
_RULES = ("", "2", "3", "4", "5", "6", "7", "8", "9")


def access(properties: Part) -> Access:
    """`see` and `edit`: role codes with commas; absent = everybody who has the task."""
    return Access(_roles(properties, "see"), _roles(properties, "edit"))


def _roles(properties: Part, name: str) -> frozenset[str] | None:
    if properties.data.get(name) is None:
        return None
    try:
        return read_roles(properties.text(name))
    except RolesRefused as error:
        properties.wrong("roles_malformed", name, word=error.word)
        return frozenset()


def rules(properties: Part) -> tuple[Rule, ...]:
    """`validate`, `validate2` to `validate9`, each with `validateMessage` (words) and `validateCode`."""
    found: list[Rule] = []
    for suffix in _RULES:
        expression = properties.feel(f"validate{suffix}")
        if expression is None:
            continue
        message = properties.words(f"validateMessage{suffix}")
        found.append(Rule(expression, message, properties.text(f"validateCode{suffix}", 100)))
    return tuple(found)


def warnings(properties: Part) -> tuple[Rule, ...]:
    """`warn`, `warn2` to `warn9`, each with `warnMessage`: said where it is true, refusing nothing."""
    found: list[Rule] = []
    for suffix in _RULES:
        expression = properties.feel(f"warn{suffix}")
        if expression is not None:
            found.append(Rule(expression, properties.words(f"warnMessage{suffix}")))
            if not properties.text(f"warnMessage{suffix}"):
                properties.wrong("attribute_missing", f"warnMessage{suffix}")
    return tuple(found)


def check(properties: Part) -> Check | None:
    """`check`: the name of an operation; `check.<input>`: FEEL for what it is told."""
    operation = properties.text("check", 200)
    inputs: dict[str, Any] = {}
    for name in properties.data:
        expression = properties.feel(name) if name.startswith(_CHECKED) else None
        if expression is not None:
            inputs[name.removeprefix(_CHECKED)] = expression
    if inputs and not operation:
        properties.wrong("attribute_missing", "check")
    return Check(operation, inputs) if operation else None


def field_facts(properties: Part) -> dict[str, Any]:
    """bind, widget, mask, required_if, rules and check of a field; `storage: vault` is refused by name."""
    storage = properties.text("storage")
    if storage == "vault":
        properties.wrong("vault_not_available", "storage")
    elif storage not in ("", "variable"):
        properties.wrong("attribute_unknown_value", "storage", value=storage[:100], known="vault")
    return {
        "bind": properties.text("bind", 200),
        "widget": one_of(properties, "widget", WIDGETS),
        "mask": one_of(properties, "mask", MASKS),
        "required_if": properties.feel("requiredIf"),
        "rules": rules(properties),
        "warnings": warnings(properties),
        "blind_until": properties.feel("blindUntil"),
        "check": check(properties),
    }


def one_of(part: Part, name: str, known: frozenset[str], default: str = "") -> str:
    """A word of a list; any other is a problem that names the list."""
    word = part.text(name, 100)
    if word and word not in known:
        part.wrong("attribute_unknown_value", name, value=word, known=", ".join(sorted(known)))
        return default
    return word or default


def texts(properties: Part) -> dict[str, str]:
    """All properties that are text, for those who read them elsewhere (element templates, registers)."""
    return {name: value for name, value in properties.data.items() if isinstance(value, str)}
