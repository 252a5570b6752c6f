"""Draws small deployable processes and forms for tests, in the words of `tests.engine.bpmn.kit`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import quoteattr

from tests.engine.bpmn import kit

MESSAGE_KEY = "<bpmn:extensionElements><zeebe:subscription correlationKey={key}/></bpmn:extensionElements>"


def process(body: str, links: str, name: str = "P", *, after: str = "", **rules: str) -> bytes:
    """BPMN text: start `s`, end `e` where a flow leads to it.

    after   what stands beside the process (messages)
    rules   `neiqin:` properties; `startableBy` is the sales assistants' unless given.
    """
    start = "" if 'id="s"' in body else kit.START
    end = kit.END if any(link.partition("?")[0].endswith(">e") for link in links.split()) else ""
    named = {"startableBy": "sales_assistant", **rules}
    extensions = kit.properties(**{rule: value for rule, value in named.items() if value})
    return kit.xml(start + end + body, links, name, after, extensions)


def task(
    name: str,
    groups: str = "sales_assistant",
    *,
    users: str = "",
    assignee: str = "",
    form: str = "",
    due: str = "",
    title: str = "",
    inner: str = "",
    more: str = "",
    **rules: str,
) -> str:
    """A user task; an assignee or named users take the place of the group.

    rules   `neiqin:` properties.
    """
    who = {"assignee": assignee, "candidateUsers": users}
    if not assignee and not users:
        who["candidateGroups"] = groups
    extensions = "<zeebe:assignmentDefinition" + _attributes(who) + "/>" if any(who.values()) else ""
    if form:
        extensions += f"<zeebe:formDefinition formId={quoteattr(form)}/>"
    if due:
        extensions += f"<zeebe:taskSchedule dueDate={quoteattr(due)}/>"
    if rules:
        extensions += kit.properties(**rules)
    attributes = f"name={quoteattr(title)}" if title else ""
    return kit.element("userTask", name, inner, attributes, f"<zeebe:userTask/>{extensions}{more}")


def start_with_form(form: str) -> str:
    return kit.element("startEvent", "s", extensions=f"<zeebe:formDefinition formId={quoteattr(form)}/>")


def form(name: str, *components: Mapping[str, Any]) -> bytes:
    """A form file."""
    whole = {"type": "default", "id": name, "schemaVersion": 19, "components": list(components)}
    return json.dumps(whole, ensure_ascii=False, indent=1).encode()


def field(key: str, kind: str = "textfield", *, required: bool = False, **more: Any) -> dict[str, Any]:
    """One component; `see`, `edit`, `bind` and the texts of `check` go into its properties."""
    properties = {name: more.pop(name) for name in ("see", "edit", "bind") if name in more}
    properties |= more.pop("check", {})
    made = {"type": kind, "key": key, "id": f"Field_{key}", "label": key, **more}
    if required:
        made["validate"] = {"required": True}
    if properties:
        made["properties"] = properties
    return made


def message_definition(name: str, key: str, reference: str) -> str:
    """A message with the FEEL that says what it is correlated by; stands beside the process."""
    inner = MESSAGE_KEY.format(key=quoteattr(key))
    return f"<bpmn:message id={quoteattr(reference)} name={quoteattr(name)}>{inner}</bpmn:message>"


def message(reference: str) -> str:
    return f'<bpmn:messageEventDefinition messageRef="{reference}"/>'


def throw(name: str, reference: str, key: str, *mapped: tuple[str, str, str]) -> str:
    """An intermediate event that sends a message with the correlation key (FEEL) and the mapped variables."""
    extensions = kit.properties(correlationKey=key) + (kit.mapping(*mapped) if mapped else "")
    return kit.element("intermediateThrowEvent", name, message(reference), extensions=extensions)


def catch(name: str, reference: str) -> str:
    return kit.element("intermediateCatchEvent", name, message(reference))


def decision(name: str, result: str) -> bytes:
    """A DMN file of one decision with a literal FEEL expression."""
    return (
        '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="http://example.org">'
        f'<decision id="{name}" name="{name}"><variable id="v" name="{name}"/>'
        f'<literalExpression id="l"><text>{result}</text></literalExpression></decision></definitions>'
    ).encode()


def _attributes(values: Mapping[str, str]) -> str:
    return "".join(f" {name}={quoteattr(value)}" for name, value in values.items() if value)
