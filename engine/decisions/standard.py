"""One decision, service or knowledge model of a file by the letter of the DMN standard."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

from engine.decisions.environment import Environment
from engine.decisions.faults import DecisionFault
from engine.decisions.frame import Outside, Trace
from engine.decisions.library import Loaded
from engine.decisions.model import Decision, Home, Knowledge, Need, Outcome, Service, element_of
from engine.decisions.shelf import Shelf
from engine.kernel.clock import Clock, SystemClock
from engine.kernel.errors import DefinitionRejected, Problem

Kind = Literal["decision", "decisionService", "bkm"]
_FILE = "decision.dmn"
_SHELF = Shelf()
_CLASSES = {"decision": Decision, "decisionService": Service, "bkm": Knowledge}


def evaluate_decision(
    dmn: bytes,
    decision: str,
    inputs: Mapping[str, Any],
    *,
    imports: Sequence[bytes] = (),
    kind: Kind = "decision",
    clock: Clock | None = None,
) -> object:
    """The value of a decision, a decision service or a business knowledge model.

    dmn        the file, of DMN 1.1 to 1.6
    decision   name or id of what is evaluated
    inputs     values by the name of the input data (or of the parameters); what an imported model needs
               stands in a context of the import's name. Ints and floats count as Decimal.
    imports    the files that this one imports, in any order

    Values are str, Decimal, bool, date, time, datetime, timedelta, YearsMonths, list, dict and None.
    What the standard calls an error gives null (None). Only what the element requires is visible to it, and
    values are converted to the declared types by the implicit conversions of the standard.

    Raises DefinitionRejected (problems with file, element and line) when the file, or what is needed of it,
    is broken, or when it holds nothing of this name and kind.
    """
    return explain_decision(dmn, decision, inputs, imports=imports, kind=kind, clock=clock).value


def explain_decision(
    dmn: bytes,
    decision: str,
    inputs: Mapping[str, Any],
    *,
    imports: Sequence[bytes] = (),
    kind: Kind = "decision",
    clock: Clock | None = None,
) -> Outcome:
    """As evaluate_decision, with the rules that matched, their inputs, and what was noted."""
    loaded = _SHELF.read(bytes(dmn), tuple(map(bytes, imports)), _FILE)
    element = _found(loaded, decision, kind)
    _refuse_broken(loaded.definitions.home, element)
    trace = Trace(strict=True)
    where = Environment(
        loaded.definitions.home, Outside(dict(inputs), strict=True), _functions(clock or SystemClock()), trace
    )
    try:
        return _outcome(where, element)
    except DecisionFault as fault:
        facts = {name: fact for name, fact in fault.facts.items() if name != "reason"}
        return Outcome(element.id, None, notes=((str(fault.facts.get("reason")), facts),))
    except RecursionError:
        return Outcome(element.id, None, notes=(("feel_budget", {"limit": "call_depth"}),))


def _found(loaded: Loaded, name: str, kind: Kind) -> Decision | Service | Knowledge:
    wanted = _CLASSES[kind]
    spoken = " ".join(name.split())
    elements = [one for one in loaded.definitions.home.elements.values() if isinstance(one, wanted)]
    for attribute in ("name", "id", "variable"):
        for one in elements:
            if getattr(one, attribute) in (name, spoken) and isinstance(one, Decision | Service | Knowledge):
                return one
    raise DefinitionRejected([Problem("decision_unknown", _FILE, name, 1, facts={"name": name})])


def _refuse_broken(home: Home, element: Decision | Service | Knowledge) -> None:
    """What is broken elsewhere in the file does not matter here."""
    problems: list[Problem] = []
    seen: set[tuple[int, str]] = set()
    ahead: list[tuple[Home, str]] = [(home, element.id)]
    while ahead:
        where, key = ahead.pop()
        if (id(where), key) in seen:
            continue
        seen.add((id(where), key))
        problems += where.faults.get(key, [])
        ahead += [(_home(where, need), need.key) for need in _needs(where.elements[key])]
    if problems:
        raise DefinitionRejected(problems)


def _needs(element: object) -> tuple[Need, ...]:
    if isinstance(element, Service):
        return (*element.outputs, *element.inputs)
    return element.needs if isinstance(element, Decision | Knowledge) else ()


def _home(home: Home, need: Need) -> Home:
    for name in need.path:
        home = home.imports[name]
    return home


def _outcome(where: Environment, element: Decision | Service | Knowledge) -> Outcome:
    if isinstance(element, Decision):
        return where.outcome(element)
    trace = where.trace
    before = trace.open_notes(element.id)
    arguments = _arguments(where, element)
    value = where.frame({}).call(where.function(element), arguments, element.id)
    outcome = Outcome(element.id, value, notes=tuple(trace.notes), tables=tuple(trace.tables))
    trace.close_notes(before)
    return outcome


def _arguments(where: Environment, element: Service | Knowledge) -> list[Any]:
    """What is given under the names of the parameters, null where nothing is."""
    if isinstance(element, Knowledge):
        return [where.given.get(parameter.name, None) for parameter in element.parameters]
    return [where.of(need).given.get(element_of(where.home, need).variable, None) for need in element.inputs]


def _functions(clock: Clock) -> dict[str, Callable[..., Any]]:
    return {"now": clock.now, "today": lambda: clock.now().date()}
