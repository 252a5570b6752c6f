"""No Python file of the product names a process: a manager's redraw must never need a programmer.

Names are read from the shipped files, so the test knows every process, element, message and form of today.
Role codes, register names and the messages that registers announce are the vocabulary of the engine and the
diagrams alike, and are not counted.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from tests.support.source import ROOT, Module, docstrings, modules

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
DMN = "{https://www.omg.org/spec/DMN/20191111/MODEL/}"
ZEEBE = "{http://camunda.org/schema/zeebe/1.0}"
WORD = re.compile(r"[\w.-]*\w")


def names_of(workflows: Path) -> frozenset[str]:
    """Ids of processes, elements, decisions and forms, and names of messages."""
    names: set[str] = set()
    for path in workflows.rglob("*.bpmn"):
        names.update(_of_diagram(path))
    for path in workflows.rglob("*.dmn"):
        names.update(node.get("id", "") for node in _nodes(path) if node.tag == f"{DMN}decision")
    for path in workflows.rglob("*.form"):
        names.add(str(json.loads(path.read_text("utf-8")).get("id", "")))
    return frozenset(names - {""})


def _of_diagram(path: Path) -> Iterator[str]:
    for node in _nodes(path):
        if node.tag == f"{BPMN}message":
            yield node.get("name", "")
        if node.tag.startswith(BPMN) and node.tag != f"{BPMN}definitions":
            yield node.get("id", "")


def _nodes(path: Path) -> Iterator[etree._Element]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return (node for node in etree.parse(path, parser).iter() if isinstance(node.tag, str))


def shared_words(root: Path) -> frozenset[str]:
    """Role codes, as the diagrams use them for candidate groups, and names of registers."""
    words = {path.name for path in (root / "engine" / "registers").glob("*") if path.is_dir()}
    for path in (root / "workflows").rglob("*.bpmn"):
        for node in _nodes(path):
            if node.tag == f"{ZEEBE}assignmentDefinition":
                words.update(WORD.findall(node.get("candidateGroups", "")))
    return frozenset(words | set(announced()))


def announced() -> Iterator[str]:
    """Names given to `step.announce` in a register, as they stand or by a constant of the module."""
    for module in modules():
        if "/registers/" not in module.path:
            continue
        known = {
            target.id: node.value.value
            for node in module.tree.body
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "announce" and node.args:
                name = node.args[0]
                value = name.value if isinstance(name, ast.Constant) else known.get(getattr(name, "id", ""))
                if isinstance(value, str):
                    yield value


def violations(module: Module, names: frozenset[str]) -> list[str]:
    tree = module.tree
    prose = docstrings(tree)
    return [
        module.at(node, word)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose
        for word in WORD.findall(node.value)
        if word in names
    ]


def test_no_python_file_names_a_process():
    names = names_of(ROOT / "workflows") - shared_words(ROOT)

    assert [found for module in modules() for found in violations(module, names)] == []


@pytest.fixture
def shipped(tmp_path):
    folder = tmp_path / "workflows" / "leave_request"
    folder.mkdir(parents=True)
    (folder / "process.bpmn").write_text(
        f"""<definitions xmlns="{BPMN[1:-1]}" xmlns:zeebe="{ZEEBE[1:-1]}">
          <message id="Message_1" name="leave_cancelled"/>
          <process id="leave_request"><userTask id="UserTask_Approve"><extensionElements>
            <zeebe:assignmentDefinition candidateGroups="=[&quot;team_lead&quot;]"/>
          </extensionElements></userTask></process></definitions>"""
    )
    (folder / "approve.form").write_text('{"id": "leave_request.approve"}')
    return tmp_path


@pytest.mark.parametrize(
    "line",
    [
        "start('leave_request')",
        "if element == 'UserTask_Approve': pass",
        "form = f'leave_request.approve {version}'",
        "send(name='leave_cancelled')",
        "STATEMENT = \"SELECT * FROM task WHERE element_id = 'UserTask_Approve'\"",
    ],
)
def test_a_name_is_found_wherever_it_stands(shipped, line):
    assert violations(Module("engine/processes/start.py", line), names_of(shipped / "workflows")) != []


@pytest.mark.parametrize(
    "line", ["role = 'team_lead'", '"""Like leave_request."""', "x = 'leave_request_form'"]
)
def test_roles_prose_and_longer_words_are_no_names(shipped, line):
    names = names_of(shipped / "workflows") - shared_words(shipped)

    assert violations(Module("engine/processes/start.py", line), names) == []
