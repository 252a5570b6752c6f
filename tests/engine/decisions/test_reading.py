"""A file with faults is refused whole, and every fault names its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine import decisions
from engine.kernel.errors import DefinitionRejected, Problem

ROOT = Path(__file__).resolve().parents[3]
SPACE = "https://www.omg.org/spec/DMN/20191111/MODEL/"


def file(body: str, space: str = SPACE) -> bytes:
    return f'<definitions xmlns="{space}" id="D" name="n" namespace="x">\n{body}\n</definitions>'.encode()


def literal(key: str, text: str = "1", more: str = "") -> str:
    logic = f"<literalExpression><text>{text}</text></literalExpression>"
    return f'<decision id="{key}" name="{key}">{more}{logic}</decision>'


def problems(data: bytes) -> tuple[Problem, ...]:
    with pytest.raises(DefinitionRejected) as refused:
        decisions.read(data, "level.dmn")
    assert all(problem.file == "level.dmn" for problem in refused.value.problems)
    return refused.value.problems


@pytest.mark.parametrize("path", sorted(ROOT.glob("workflows/*/*.dmn")), ids=lambda path: path.name)
def test_the_decisions_that_are_shipped_are_read(path: Path) -> None:
    assert decisions.read(path.read_bytes(), path.name)


@pytest.mark.parametrize(
    "space",
    [
        "http://www.omg.org/spec/DMN/20180521/MODEL/",
        "https://www.omg.org/spec/DMN/20191111/MODEL/",
        "https://www.omg.org/spec/DMN/20230324/MODEL/",
    ],
)
def test_files_of_every_dmn_version_are_read(space: str) -> None:
    assert decisions.read(file(literal("A"), space), "a.dmn")[0].id == "A"


def test_every_bad_cell_is_named_with_its_rule_and_line() -> None:
    data = file("""<decision id="Decision_Level" name="Level"><decisionTable id="T">
<input id="I1"><inputExpression><text>amount</text></inputExpression></input>
<output id="O1" name="level"/>
<rule id="R1">
<inputEntry id="C1"><text>&lt; </text></inputEntry>
<outputEntry id="C2"><text>"a" b</text></outputEntry>
</rule></decisionTable></decision>""")

    found = problems(data)

    assert [(problem.code, problem.element, problem.line) for problem in found] == [
        ("unexpected_end", "C1", 6),
        ("unexpected_token", "C2", 7),
    ]
    assert found[0].facts["rule"] == 1
    assert found[0].facts["input"] == 1
    assert found[1].facts["output"] == 1


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("", "no_decision"),
        (literal("1st"), "bad_id"),
        (literal("A" * 101), "bad_id"),
        (literal("A") + literal("A"), "duplicate_id"),
        ('<decision id="A" name="A"/>', "logic_missing"),
        (literal("A", "1 +"), "unexpected_end"),
        (
            literal(
                "A", more='<informationRequirement><requiredDecision href="#B"/></informationRequirement>'
            ),
            "unknown_reference",
        ),
        (
            literal(
                "A", more='<informationRequirement><requiredDecision href="#A"/></informationRequirement>'
            ),
            "requirement_cycle",
        ),
        (f'<import name="other" namespace="y" importType="{SPACE}"/>' + literal("A"), "import_missing"),
        (f'<import name="self" namespace="x" importType="{SPACE}"/>' + literal("A"), "import_cycle"),
        (
            '<itemDefinition name="t"><typeRef>u</typeRef></itemDefinition>'
            '<itemDefinition name="u"><typeRef>t</typeRef></itemDefinition>' + literal("A"),
            "item_definition_cycle",
        ),
        (
            '<decision id="A"><literalExpression expressionLanguage="juel"><text>1</text></literalExpression>'
            "</decision>",
            "expression_language",
        ),
        (
            '<decision id="A"><decisionTable hitPolicy="BEST"><output/></decisionTable></decision>',
            "unknown_hit_policy",
        ),
        (
            '<decision id="A"><decisionTable hitPolicy="PRIORITY"><output/></decisionTable></decision>',
            "priorities_missing",
        ),
        ('<decision id="A"><decisionTable><output/><output/></decisionTable></decision>', "output_names"),
        ('<decision id="A"><decisionTable><output/><rule/></decisionTable></decision>', "rule_shape"),
    ],
)
def test_a_fault_of_the_model_has_a_name(body: str, code: str) -> None:
    assert code in [problem.code for problem in problems(file(body))]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "xml_not_wellformed"),
        (b"<a>", "xml_not_wellformed"),
        (b"<a/>", "not_dmn"),
        (b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', "doctype_refused"),
        ("<!DOCTYPE a><a/>".encode("utf-16"), "doctype_refused"),
        (b'<?xml version="1.0" encoding="utf-7"?><a/>', "encoding_refused"),
        (b"<a>\xff</a>", "encoding_refused"),
        (b"<a>" + b" " * 2_000_000 + b"</a>", "file_too_large"),
        (file("<x>" * 150 + "</x>" * 150), "too_deep"),
        (file("<x>" * 5_000 + "</x>" * 5_000), "xml_not_wellformed"),
        (file("<x/>" * 50_001), "too_many_elements"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_hostile_xml_is_refused_before_it_is_understood(data: bytes, code: str) -> None:
    assert [problem.code for problem in problems(data)] == [code]


def test_a_function_in_java_is_null_with_a_warning() -> None:
    body = (
        '<decision id="A" name="A"><invocation><literalExpression><text>sinus</text></literalExpression>'
        '<binding><parameter name="x"/><literalExpression><text>1</text></literalExpression></binding>'
        '</invocation><knowledgeRequirement><requiredKnowledge href="#B"/></knowledgeRequirement></decision>'
        '<businessKnowledgeModel id="B" name="sinus"><encapsulatedLogic kind="Java">'
        '<formalParameter name="x"/><context/></encapsulatedLogic></businessKnowledgeModel>'
    )

    definitions = decisions.read_definitions(file(body), "a.dmn")

    assert [(one.code, one.element, one.severity) for one in definitions.warnings] == [
        ("construct_unsupported", "B", "warning")
    ]
    assert decisions.evaluate(definitions.decisions[0], {}).value is None


def test_utf_16_is_read() -> None:
    text = '<?xml version="1.0" encoding="UTF-16"?>' + file(literal("A", '"金额"')).decode()

    decision = decisions.read(text.encode("utf-16"), "a.dmn")[0]

    assert decisions.evaluate(decision, {}).value == "金额"


def test_types_that_unfold_without_end_stay_small() -> None:
    body = "".join(
        f'<itemDefinition name="t{n}"><itemComponent name="a"><typeRef>t{n + 1}</typeRef></itemComponent>'
        f'<itemComponent name="b"><typeRef>t{n + 1}</typeRef></itemComponent></itemDefinition>'
        for n in range(60)
    )

    assert decisions.read(file(body + literal("A", "{a: 1} instance of t0")), "a.dmn")


def test_functions_that_call_functions_without_end_are_a_fault() -> None:
    models = "".join(
        f'<businessKnowledgeModel id="B{n}" name="f{n}"><encapsulatedLogic><formalParameter name="x"/>'
        f"<literalExpression><text>f{n + 1}(x) + f{n + 1}(x)</text></literalExpression></encapsulatedLogic>"
        f'<knowledgeRequirement><requiredKnowledge href="#B{n + 1}"/></knowledgeRequirement>'
        "</businessKnowledgeModel>"
        for n in range(40)
    )
    last = (
        '<businessKnowledgeModel id="B40" name="f40"><encapsulatedLogic><formalParameter name="x"/>'
        "<literalExpression><text>x</text></literalExpression></encapsulatedLogic></businessKnowledgeModel>"
    )
    need = '<knowledgeRequirement><requiredKnowledge href="#B0"/></knowledgeRequirement>'
    decision = decisions.read(file(models + last + literal("A", "f0(1)", need)), "a.dmn")[0]

    with pytest.raises(decisions.DecisionFault) as fault:
        decisions.evaluate(decision, {})
    assert fault.value.facts["limit"] in ("call_depth", "evaluations")


def test_a_long_line_of_requirements_is_refused() -> None:
    body = "".join(
        literal(
            f"A{n}",
            more=f'<informationRequirement><requiredDecision href="#A{n + 1}"/></informationRequirement>',
        )
        for n in range(1500)
    )

    assert "requirements_too_deep" in [problem.code for problem in problems(file(body + literal("A1500")))]
