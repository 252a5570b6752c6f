"""Draws small models for tests, and drives an instance with or without loading it before every command."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from xml.sax.saxutils import quoteattr

import pytest

import feel
from engine.bpmn import effects
from engine.bpmn.dialect import read_bpmn
from engine.bpmn.instance import Instance
from engine.bpmn.model import Model
from engine.kernel.errors import DefinitionRejected, OperationRefused, Problem

HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"'
    ' xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"'
    ' xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI"'
    ' xmlns:modeler="http://camunda.org/schema/modeler/1.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' id="definitions" targetNamespace="http://example.org">'
)
DEFINITIONS = (
    '<bpmn:message id="Message_Paid" name="paid"><bpmn:extensionElements>'
    '<zeebe:subscription correlationKey="=order"/></bpmn:extensionElements></bpmn:message>'
    '<bpmn:message id="Message_Cancelled" name="=&quot;cancelled_&quot; + order"><bpmn:extensionElements>'
    '<zeebe:subscription correlationKey="=order"/></bpmn:extensionElements></bpmn:message>'
    '<bpmn:message id="Message_Keyless" name="keyless"/>'
    '<bpmn:signal id="Signal_Alarm" name="alarm"/>'
    '<bpmn:signal id="Signal_Named" name="=&quot;alarm_&quot; + site"/>'
    '<bpmn:escalation id="Escalation_Late" name="late" escalationCode="LATE"/>'
    '<bpmn:escalation id="Escalation_Lost" name="lost" escalationCode="=code"/>'
    '<bpmn:error id="Error_Bad" name="bad" errorCode="BAD"/>'
    '<bpmn:error id="Error_Worse" name="worse" errorCode="WORSE"/>'
)
START, END = '<bpmn:startEvent id="s"/>', '<bpmn:endEvent id="e"/>'


def element(kind: str, name: str, inner: str = "", attributes: str = "", extensions: str = "") -> str:
    holder = f"<bpmn:extensionElements>{extensions}</bpmn:extensionElements>" if extensions else ""
    return f'<bpmn:{kind} id="{name}" {attributes}>{holder}{inner}</bpmn:{kind}>'


def user(name: str, inner: str = "", extensions: str = "") -> str:
    return element("userTask", name, inner, extensions=f"<zeebe:userTask/>{extensions}")


def service(name: str, job: str = "work", inner: str = "", extensions: str = "") -> str:
    return element(
        "serviceTask", name, inner, extensions=f"<zeebe:taskDefinition type={quoteattr(job)}/>{extensions}"
    )


def script(name: str, expression: str, result: str, extensions: str = "") -> str:
    line = f"<zeebe:script expression={quoteattr(expression)} resultVariable={quoteattr(result)}/>"
    return element("scriptTask", name, extensions=line + extensions)


def rule(name: str, decision: str, result: str) -> str:
    line = f"<zeebe:calledDecision decisionId={quoteattr(decision)} resultVariable={quoteattr(result)}/>"
    return element("businessRuleTask", name, extensions=line)


def call(name: str, process_id: str, inner: str = "", attributes: str = "", extensions: str = "") -> str:
    line = f"<zeebe:calledElement processId={quoteattr(process_id)} {attributes}/>"
    return element("callActivity", name, inner, extensions=line + extensions)


def subprocess(name: str, inner: str, links: str, before: str = "", extensions: str = "") -> str:
    """Its own start event is `<name>_s`."""
    return element(
        "subProcess",
        name,
        f'{before}<bpmn:startEvent id="{name}_s"/>{inner}{flows(links, name)}',
        "",
        extensions,
    )


def mapping(*lines: tuple[str, str, str]) -> str:
    """Lines (input|output, source, target)."""
    inside = "".join(
        f"<zeebe:{way} source={quoteattr(source)} target={quoteattr(target)}/>"
        for way, source, target in lines
    )
    return f"<zeebe:ioMapping>{inside}</zeebe:ioMapping>"


def properties(**values: str) -> str:
    lines = "".join(
        f'<zeebe:property name="neiqin:{name}" value={quoteattr(value)}/>' for name, value in values.items()
    )
    return f"<zeebe:properties>{lines}</zeebe:properties>"


def multi(
    items: str,
    item: str = "",
    collection: str = "",
    output: str = "",
    until: str = "",
    sequential: bool = False,
) -> str:
    attributes = f"inputCollection={quoteattr(items)}"
    attributes += f' inputElement="{item}"' if item else ""
    attributes += f' outputCollection="{collection}" outputElement={quoteattr(output)}' if collection else ""
    condition = (
        f"<bpmn:completionCondition>{until.replace('<', '&lt;')}</bpmn:completionCondition>" if until else ""
    )
    return (
        f'<bpmn:multiInstanceLoopCharacteristics isSequential="{str(sequential).lower()}">'
        f"<bpmn:extensionElements><zeebe:loopCharacteristics {attributes}/></bpmn:extensionElements>"
        f"{condition}</bpmn:multiInstanceLoopCharacteristics>"
    )


def loop(condition: str = "", most: int | str = "", before: bool = False) -> str:
    inner = f"<bpmn:loopCondition>{condition.replace('<', '&lt;')}</bpmn:loopCondition>" if condition else ""
    attributes = f'testBefore="{str(before).lower()}"' + (f' loopMaximum="{most}"' if most != "" else "")
    return f"<bpmn:standardLoopCharacteristics {attributes}>{inner}</bpmn:standardLoopCharacteristics>"


def timer(kind: str, value: str) -> str:
    """kind = Date, Duration or Cycle."""
    return (
        f"<bpmn:timerEventDefinition><bpmn:time{kind}>{value}</bpmn:time{kind}></bpmn:timerEventDefinition>"
    )


def boundary(name: str, host: str, definition: str, interrupting: bool = True, extensions: str = "") -> str:
    attributes = f'attachedToRef="{host}" cancelActivity="{str(interrupting).lower()}"'
    return element("boundaryEvent", name, definition, attributes, extensions)


def error(name: str = "Error_Bad") -> str:
    return f'<bpmn:errorEventDefinition errorRef="{name}"/>' if name else "<bpmn:errorEventDefinition/>"


def gateway(kind: str, *names: str, default: str = "") -> str:
    attribute = f'default="{default}"' if default else ""
    return "".join(element(f"{kind}Gateway", name, attributes=attribute) for name in names)


def flows(text: str, prefix: str = "") -> str:
    """`a>b` is a flow with id `a_b`, `a>b?n~>~1` has the condition `=n > 1`."""
    drawn = ""
    for link in text.split():
        source, _, rest = link.partition(">")
        target, _, condition = rest.partition("?")
        text = condition.replace("~", " ").replace("&", "&amp;").replace("<", "&lt;")
        inner = f"<bpmn:conditionExpression>={text}</bpmn:conditionExpression>" if condition else ""
        ends = f'sourceRef="{source}" targetRef="{target}"'
        drawn += f'<bpmn:sequenceFlow id="{source}_{target}" {ends}>{inner}</bpmn:sequenceFlow>'
    return drawn


def xml(body: str, links: str = "", process: str = "P", after: str = "", extensions: str = "") -> bytes:
    inside = element("process", process, body + flows(links), 'isExecutable="true"', extensions)
    return f"{HEAD}{DEFINITIONS}{inside}{after}</bpmn:definitions>".encode()


def diagram(places: str) -> str:
    """A diagram of the process P with these shapes and edges."""
    plane = f'<bpmndi:BPMNPlane id="Plane" bpmnElement="P">{places}</bpmndi:BPMNPlane>'
    return f'<bpmndi:BPMNDiagram id="Diagram">{plane}</bpmndi:BPMNDiagram>'


def model(body: str, links: str = "", process: str = "P") -> Model:
    """A model with the start `s`, and the end `e` where a flow leads to it."""
    end = END if any(link.partition("?")[0].endswith(">e") for link in links.split()) else ""
    document = read_bpmn(xml(START + end + body, links, process), "test.bpmn")
    return Model(document.processes[process])


def problems(body: str, links: str = "s>a a>e", **more: str) -> list[Problem]:
    """Why the drawing is refused."""
    with pytest.raises(DefinitionRejected) as refused:
        read_bpmn(xml(START + END + body, links, **more), "drawn.bpmn")
    return list(refused.value.problems)


def only(body: str, links: str = "s>a a>e", **more: str) -> Problem:
    """The one reason why the drawing is refused."""
    found = problems(body, links, **more)
    assert len(found) == 1, found
    assert found[0].file == "drawn.bpmn"
    assert found[0].severity == "error"
    return found[0]


def required(value: Any) -> Any:
    """A host function that refuses null: the way to make an expression fail."""
    if value is None:
        raise OperationRefused(reason="value_required")
    return value


def is_of(wait: Any, event_id: str) -> bool:
    return isinstance(wait, effects.SUBSCRIPTIONS) and wait.event_id == event_id


class PlainEvaluator:
    """FEEL with the one host function `required`."""

    def evaluate(self, expression: feel.Expression | str, lookup: Any) -> Any:
        if isinstance(expression, str):
            return expression
        return expression.evaluate(lookup, functions={"required": required})


class Run:
    """An instance under test. `reload` stores and loads it before every command, as the product does."""

    waiting = (
        effects.TaskOpened,
        effects.JobCreated,
        effects.DecisionAsked,
        effects.CallStarted,
        effects.EscalationThrown,
        *effects.SUBSCRIPTIONS,
    )

    def __init__(
        self,
        built: Model,
        variables: Mapping[str, Any] | None = None,
        reload: bool = True,
        called: bool = False,
        resolve: Callable[[str], Any] | None = None,
    ) -> None:
        self.model, self.reload, self.resolve = built, reload, resolve
        self.log: list[effects.Effect] = []
        self.waits: dict[int, list[Any]] = {}
        self.instance = Instance.create(built, PlainEvaluator(), resolve, called=called)
        self.rows: dict[tuple[int, str], str] = {}
        self.state = ""
        self.do("start", variables)

    def do(self, verb: str, *arguments: Any, **named: Any) -> Any:
        """Run a command and follow its effects, as the execution room would."""
        if self.reload and self.state:
            self.again()
        result = getattr(self.instance, verb)(*arguments, **named)
        self.take()
        return result

    def take(self) -> None:
        for effect in self.instance.take_effects():
            self.log.append(effect)
            if isinstance(effect, self.waiting):
                self.waits.setdefault(effect.key, []).append(effect)
            elif isinstance(effect, effects.WaitClosed):
                self.waits.pop(effect.key, None)
            elif isinstance(effect, effects.SubscriptionClosed):
                kept = [one for one in self.waits.get(effect.key, ()) if not is_of(one, effect.event_id)]
                self.waits[effect.key] = kept
        changes = self.instance.changes()
        for key, name in changes.deleted:
            self.rows.pop((key, name), None)
        for key, name, text in changes.put:
            self.rows[key, name] = text
        self.state = self.instance.dump()

    def again(self) -> None:
        rows = [(key, name, text) for (key, name), text in self.rows.items()]
        self.instance = Instance.load(self.model, PlainEvaluator(), self.state, rows, self.resolve)

    @property
    def open(self) -> list[str]:
        """Elements where a token stands, scopes left out, sorted."""
        return sorted(token.element_id for token in self.instance.tokens if not token.is_scope)

    def key(self, element_id: str, nth: int = 0) -> int:
        keys = [token.key for token in self.instance.tokens if token.element_id == element_id]
        scopes = [
            token.key
            for token in self.instance.tokens
            if token.element_id == element_id and not token.is_scope
        ]
        return (scopes or keys)[nth]

    def complete(self, element_id: str, nth: int = 0, **variables: Any) -> Run:
        self.do("complete", self.key(element_id, nth), variables)
        return self

    def fire(self, event_id: str, nth: int = 0, **variables: Any) -> Run:
        """The timer, message or signal has come."""
        key = [wait.key for waits in self.waits.values() for wait in waits if is_of(wait, event_id)][nth]
        assert self.do("trigger", key, event_id, variables)
        return self

    @property
    def awaited(self) -> list[str]:
        """Events that the outside is asked to tell, sorted."""
        waits = (wait for waits in self.waits.values() for wait in waits)
        return sorted(wait.event_id for wait in waits if isinstance(wait, effects.SUBSCRIPTIONS))

    def vars(self, key: int = 1) -> dict[str, Any]:
        return self.instance.variables(key)

    def of(self, kind: type[Any]) -> list[Any]:
        return [effect for effect in self.log if isinstance(effect, kind)]

    @property
    def done(self) -> bool:
        return self.instance.is_done and not self.instance.tokens
