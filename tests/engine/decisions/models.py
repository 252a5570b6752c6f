"""Writing small DMN models in tests."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

DMN_15 = "https://www.omg.org/spec/DMN/20230324/MODEL/"


def model(*elements: str, namespace: str = "model", space: str = DMN_15) -> bytes:
    """A file of these elements."""
    body = "\n".join(elements)
    opening = f'<definitions xmlns="{space}" id="D" name="n" namespace="{namespace}">'
    return f"{opening}\n{body}\n</definitions>".encode()


def literal(text: str) -> str:
    return f"<literalExpression><text>{escape(text)}</text></literalExpression>"


def needs(*references: str) -> str:
    """Requirements: `input:id`, `decision:id`, `knowledge:id`; an id may be `namespace#id`."""
    return "".join(_need(*reference.split(":", 1)) for reference in references)


def _need(kind: str, href: str) -> str:
    target = href if "#" in href else f"#{href}"
    name = {"input": "requiredInput", "decision": "requiredDecision", "knowledge": "requiredKnowledge"}[kind]
    holder = "knowledgeRequirement" if kind == "knowledge" else "informationRequirement"
    return f'<{holder}><{name} href="{target}"/></{holder}>'


def typed(kind: str) -> str:
    return f" typeRef={quoteattr(kind)}" if kind else ""


def decision(name: str, logic: str, *references: str, kind: str = "") -> str:
    """A decision whose id is its name without spaces."""
    key = name.replace(" ", "_")
    variable = f"<variable name={quoteattr(name)}{typed(kind)}/>"
    inside = f"{variable}{needs(*references)}{logic}"
    return f"<decision id={quoteattr(key)} name={quoteattr(name)}>{inside}</decision>"


def given(name: str, kind: str = "") -> str:
    """Input data."""
    key = name.replace(" ", "_")
    variable = f"<variable name={quoteattr(name)}{typed(kind)}/>"
    return f"<inputData id={quoteattr(key)} name={quoteattr(name)}>{variable}</inputData>"


def knowledge(
    name: str, parameters: dict[str, str], logic: str, *references: str, kind: str = "", of: str = "FEEL"
) -> str:
    formal = "".join(f"<formalParameter name={quoteattr(p)}{typed(t)}/>" for p, t in parameters.items())
    return (
        f"<businessKnowledgeModel id={quoteattr(name)} name={quoteattr(name)}>"
        f"<variable name={quoteattr(name)}{typed(kind)}/>"
        f"<encapsulatedLogic kind={quoteattr(of)}>{formal}{logic}</encapsulatedLogic>{needs(*references)}"
        "</businessKnowledgeModel>"
    )


def service(name: str, outputs: list[str], inputs: list[str] = [], decisions: list[str] = []) -> str:  # noqa: B006
    parts = [f'<outputDecision href="#{key}"/>' for key in outputs]
    parts += [f'<inputDecision href="#{key}"/>' for key in decisions]
    parts += [f'<inputData href="#{key}"/>' for key in inputs]
    inside = f'<variable name="{name}"/>{"".join(parts)}'
    return f'<decisionService id="{name}" name="{name}">{inside}</decisionService>'


def imports(name: str, namespace: str, kind: str = DMN_15) -> str:
    return f'<import name="{name}" namespace="{namespace}" importType="{kind}"/>'


def item(name: str, kind: str, *, many: bool = False, allowed: str = "", constraint: str = "") -> str:
    """An item definition that is another type, many of it, or some of its values."""
    inside = f"<typeRef>{kind}</typeRef>"
    inside += f"<allowedValues><text>{escape(allowed)}</text></allowedValues>" if allowed else ""
    inside += f"<typeConstraint><text>{escape(constraint)}</text></typeConstraint>" if constraint else ""
    return f'<itemDefinition name="{name}" isCollection="{str(many).lower()}">{inside}</itemDefinition>'


def structure(name: str, /, **parts: str) -> str:
    inside = "".join(
        f'<itemComponent name="{part}"><typeRef>{kind}</typeRef></itemComponent>'
        for part, kind in parts.items()
    )
    return f'<itemDefinition name="{name}">{inside}</itemDefinition>'


def table(
    inputs: list[str], rules: list[str], policy: str = "UNIQUE", outputs: list[str] | None = None
) -> str:
    """A decision table; a rule is its cells, split by `|`, with the ids R1, R2, ...; outputs are elements."""
    columns = "".join(
        f"<input><inputExpression><text>{escape(text)}</text></inputExpression></input>" for text in inputs
    )
    results = "".join(outputs or ["<output/>"])
    rows = "".join(_rule(number, cells.split("|"), len(inputs)) for number, cells in enumerate(rules, 1))
    name, _, aggregation = policy.partition(":")
    return (
        f'<decisionTable id="T" hitPolicy="{name}" aggregation="{aggregation}">{columns}{results}{rows}'
        "</decisionTable>"
    )


def _rule(number: int, cells: list[str], inputs: int) -> str:
    entries = [
        f"<{kind}><text>{escape(cell.strip())}</text></{kind}>"
        for kind, cell in zip(
            ["inputEntry"] * inputs + ["outputEntry"] * (len(cells) - inputs), cells, strict=True
        )
    ]
    return f'<rule id="R{number}">{"".join(entries)}</rule>'


def output(name: str = "", kind: str = "", values: str = "", default: str = "") -> str:
    inside = f"<outputValues><text>{escape(values)}</text></outputValues>" if values else ""
    inside += f"<defaultOutputEntry><text>{escape(default)}</text></defaultOutputEntry>" if default else ""
    return f"<output name={quoteattr(name)}{typed(kind)}>{inside}</output>"
