"""`zeebe:` extension elements of one BPMN element."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from engine.bpmn import iso
from engine.bpmn.graph import CalledDecision, CalledProcess, Job, Mapping_, Node, Script, UserTask
from engine.bpmn.reading.report import Report
from engine.bpmn.reading.rules import PREFIX, RULES, rule_of
from engine.bpmn.reading.supported import remedy_for
from engine.bpmn.reading.tags import BPMN, ZEEBE, Xml, flag, is_in, local

_Reader = Callable[[Xml, Node, Report], None]


def extension_children(element: Xml) -> Iterator[Xml]:
    """The children of every extensionElements of the element."""
    for holder in element.findall(f"{BPMN}extensionElements"):
        yield from holder.iterchildren("*")


def read_extensions(element: Xml, node: Node, report: Report) -> None:
    """Fill the node from its extensions. Unknown ones are a warning: other tools write theirs beside ours."""
    for child in extension_children(element):
        if not is_in(child, ZEEBE):
            report.warn("extension_ignored", child, node.id, tag=local(child))
            continue
        name = local(child)
        reader = _READERS.get(name[:1].lower() + name[1:])
        if reader is None:
            report.warn("extension_unknown", child, node.id, tag=name)
        else:
            _warn_of_attributes(child, node, report)
            reader(child, node, report)


def _warn_of_attributes(child: Xml, node: Node, report: Report) -> None:
    known = _ATTRIBUTES.get(local(child))
    for name in child.attrib if known is not None else ():
        if known is not None and str(name) not in known:
            report.warn("attribute_unknown", child, node.id, tag=local(child), attribute=str(name))


def _user_task(node: Node) -> UserTask:
    if node.user_task is None:
        node.user_task = UserTask()
    return node.user_task


def _with(node: Node, child: Xml, report: Report, names: dict[str, str]) -> None:
    """Set fields of the user task from attributes; names = attribute -> field."""
    task = _user_task(node)
    values = {slot: getattr(task, slot) for slot in UserTask.__slots__}
    for attribute, slot in names.items():
        values[slot] = report.template(child.get(attribute), child, node.id, attribute) or values[slot]
    node.user_task = UserTask(**values)


def _assignment(child: Xml, node: Node, report: Report) -> None:
    names = {
        "assignee": "assignee",
        "candidateGroups": "candidate_groups",
        "candidateUsers": "candidate_users",
    }
    _with(node, child, report, names)


def _schedule(child: Xml, node: Node, report: Report) -> None:
    _with(node, child, report, {"dueDate": "due_date", "followUpDate": "follow_up_date"})


def _priority(child: Xml, node: Node, report: Report) -> None:
    text = (child.get("priority") or "").strip()
    if text and not text.startswith("=") and not (text.isascii() and text.isdigit() and int(text) <= 100):
        report.refuse("priority_invalid", child, node.id, priority=text[:50])
        return
    _with(node, child, report, {"priority": "priority"})


def _form(child: Xml, node: Node, report: Report) -> None:
    if child.get("formId") is None:
        report.warn("form_not_linked", child, node.id, attribute="formId")
        return
    node.form_id = report.template(child.get("formId"), child, node.id, "formId")
    if node.kind == "userTask":
        _with(node, child, report, {"formId": "form_id"})


def _native(child: Xml, node: Node, report: Report) -> None:
    _user_task(node)


def _job(child: Xml, node: Node, report: Report) -> None:
    kind = report.template(child.get("type"), child, node.id, "type")
    retries = report.template(child.get("retries", "3"), child, node.id, "retries") or "3"
    if isinstance(retries, str) and not (retries.isascii() and retries.isdigit()):
        report.refuse("retries_not_a_count", child, node.id, value=retries[:50])
    if kind is None and not child.get("type", "").strip():
        report.refuse("task_definition_missing", child, node.id, kind=node.kind)
    node.job = Job(kind or "", retries, node.job.headers if node.job is not None else {})


def _headers(child: Xml, node: Node, report: Report) -> None:
    headers = {header.get("key", ""): header.get("value", "") for header in child.findall(f"{ZEEBE}header")}
    job = node.job or Job("")
    node.job = Job(job.type, job.retries, {key: value for key, value in headers.items() if key})


def _mapping(child: Xml, node: Node, report: Report) -> None:
    def lines(tag: str) -> tuple[Mapping_, ...]:
        found = []
        for line in child.findall(f"{ZEEBE}{tag}"):
            target = report.variable(line.get("target"), line, node.id, "target")
            if not line.get("target"):
                report.refuse("mapping_target_missing", line, node.id)
            source = report.template(line.get("source"), line, node.id, "source")
            found.append(Mapping_(source if source is not None else "", target))
        return tuple(found)

    node.inputs, node.outputs = lines("input"), lines("output")


def _script(child: Xml, node: Node, report: Report) -> None:
    expression = report.template(child.get("expression"), child, node.id, "expression", must_be_feel=True)
    result = report.variable(child.get("resultVariable"), child, node.id, "resultVariable")
    if not child.get("expression") or not child.get("resultVariable"):
        report.refuse("script_incomplete", child, node.id)
    node.script = Script(expression if expression is not None else "", result)


def _decision(child: Xml, node: Node, report: Report) -> None:
    decision_id = report.template(child.get("decisionId"), child, node.id, "decisionId")
    result = report.variable(child.get("resultVariable"), child, node.id, "resultVariable")
    if not child.get("decisionId") or not child.get("resultVariable"):
        report.refuse("called_decision_incomplete", child, node.id)
    node.decision = CalledDecision(decision_id or "", result, child.get("bindingType", "latest"))


def _called(child: Xml, node: Node, report: Report) -> None:
    if not child.get("processId"):
        report.refuse("called_process_missing", child, node.id)
    node.called = CalledProcess(
        report.template(child.get("processId"), child, node.id, "processId") or "",
        flag(child, "propagateAllParentVariables", True),
        flag(child, "propagateAllChildVariables", True),
        child.get("bindingType", "latest"),
    )


def _properties(child: Xml, node: Node, report: Report) -> None:
    for line in child.findall(f"{ZEEBE}property"):
        name, value = line.get("name") or "", line.get("value") or ""
        if name in node.properties:
            report.refuse("property_twice", line, node.id, name=name)
        node.properties[name] = value
        if name.startswith(PREFIX):
            _rule(line, name.removeprefix(PREFIX), value, node, report)
        else:
            report.warn("property_ignored", line, node.id, name=name)


def _rule(line: Xml, name: str, value: str, node: Node, report: Report) -> None:
    rule = rule_of(name)
    if rule is None:
        known = [PREFIX + known for known in RULES]
        report.refuse("property_unknown", line, node.id, name=PREFIX + name, known=known)
        return
    if rule.kinds and node.kind not in rule.kinds:
        report.refuse("property_misplaced", line, node.id, name=PREFIX + name, kinds=sorted(rule.kinds))
    form = rule.form
    if form == "passing":
        form = "template" if node.kind == "process" else "flag"
    if form == "flag" and value not in ("true", "false"):
        report.refuse("property_not_a_flag", line, node.id, name=PREFIX + name, value=value[:50])
    is_feel = value.lstrip().startswith("=")
    if form == "lifetime" and not is_feel and not iso.is_time_to_live(value.strip()):
        facts = {"value": value[:50], "most": iso.MOST_DAYS_TO_LIVE}
        report.refuse("time_to_live_invalid", line, node.id, name=PREFIX + name, **facts)
    if form in ("template", "lifetime") or (form == "steps" and is_feel):
        template = report.template(value, line, node.id, PREFIX + name)
        node.rules[name] = template if template is not None else ""
    else:
        node.rules[name] = value


def _not_run(child: Xml, node: Node, report: Report) -> None:
    kind = local(child)
    report.refuse_kind(kind, remedy_for(kind), child, node.id)


def _elsewhere(child: Xml, node: Node, report: Report) -> None:
    """Read where it belongs (a version tag with its process), or an old form inside the file."""


_READERS: dict[str, _Reader] = {
    "assignmentDefinition": _assignment,
    "calledDecision": _decision,
    "calledElement": _called,
    "executionListeners": _not_run,
    "formDefinition": _form,
    "ioMapping": _mapping,
    "priorityDefinition": _priority,
    "properties": _properties,
    "script": _script,
    "taskDefinition": _job,
    "taskHeaders": _headers,
    "taskListeners": _not_run,
    "taskSchedule": _schedule,
    "userTask": _native,
    "userTaskForm": _elsewhere,
    "versionTag": _elsewhere,
}
_ATTRIBUTES = {
    "assignmentDefinition": {"assignee", "candidateGroups", "candidateUsers"},
    "calledDecision": {"decisionId", "resultVariable", "bindingType", "versionTag"},
    "calledElement": {
        "processId",
        "propagateAllParentVariables",
        "propagateAllChildVariables",
        "bindingType",
        "versionTag",
    },
    "formDefinition": {"formId", "formKey", "externalReference", "bindingType", "versionTag"},
    "priorityDefinition": {"priority"},
    "script": {"expression", "resultVariable"},
    "taskDefinition": {"type", "retries"},
    "taskSchedule": {"dueDate", "followUpDate"},
}
