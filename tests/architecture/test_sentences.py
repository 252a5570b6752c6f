"""Every code that the engine can give has a sentence, and no sentence asks for a fact that nobody gives.

Codes are read from the source. `GIVERS` names the calls that carry one; what is no constant there is followed
to its values in the same module. What cannot be followed fails, unless `PASSED_ON` says that it is another's.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pytest

from engine.bpmn.reading import supported
from engine.notifications.kinds import KINDS
from forms import sentences
from tests.support.source import ROOT, Module, modules
from webapp import i18n, traditional

Facts = frozenset[str] | None
OPEN, KEYWORDS = -1, -2


@dataclass(frozen=True)
class Giver:
    """A call that carries a code.

    keys    prefixes of the catalogue, one of which must know the code; `form` is the catalogue of the forms
    code    place of the code among the arguments, or the name of its keyword
    facts   place of the mapping of facts; KEYWORDS: the keywords are the facts; OPEN: they cannot be read
    also    facts that are added on the way to the reader
    room    the folders where the call means this, as a pattern
    """

    keys: tuple[str, ...]
    code: int | str
    facts: int = KEYWORDS
    also: frozenset[str] = frozenset()
    room: str = "engine/"


FILE, FIELD = ("problem", "form"), ("field", "problem", "error", "form")
_FILES = "(bpmn/(reading|dialect)|decisions|deployment/(bundle|lint)|calendars/year_file|documents/word)"
_STOPPING = ("DecisionFault", "TimerRefused", "DocumentFault", "MailRefused", "SendFailed")
_REFUSING = ("OperationRefused", "PermissionDenied", "NotFound", "ModificationRefused", "StateUnreadable")
AT = frozenset({"element", "element_id"})
FEEL_PLACE = frozenset({"position", "line", "column"})
GIVERS: dict[str, tuple[Giver, ...]] = {
    "Problem": (Giver(FILE, 0, 5, room=f"engine/{_FILES}"), Giver(FIELD, 0, 5, room=f"engine/(?!{_FILES})")),
    **dict.fromkeys(("refuse", "warn"), (Giver(FILE, 0),)),
    "add": (Giver(FILE, 0, room="engine/decisions/read"), Giver(FILE, 0, room="engine/decisions/findings")),
    "_refuse": (Giver(FILE, 1, room="engine/bpmn"),),
    "_refused": (Giver(FILE, 0, room="engine/decisions"), Giver(FIELD, 0, room="engine/documents/filetype")),
    "refused": (Giver(FIELD, 0, room="engine/register_rows/sheets"),),
    "Bad": (Giver(FIELD, 0, room="engine/register_rows/sheets"),),
    "_rejected": (Giver(FILE, 0, room="engine/calendars"),),
    "Refused": (Giver(FILE, 0, room="engine/documents"), Giver(("form",), 0, OPEN, room="forms/"),
                Giver(("error",), 1, room="webapp/")),
    **dict.fromkeys(("FormProblem", "FieldProblem"), (Giver(("form",), 0, OPEN, room="forms/"),)),
    "FeelSyntaxError": (Giver(FILE, 0, also=FEEL_PLACE | {"expected"}, room="feel/"),),
    "FeelEvaluationError": (Giver(("incident",), 0, also=FEEL_PLACE | {"decision"} | AT, room="feel/"),),
    **dict.fromkeys(("Fault", "CannotOpen"), (Giver(("incident",), 0, also=AT),)),
    "fail": (Giver(("incident",), 1, 2, also=AT),),
    "add_incident": (Giver(("incident",), 6, 7, also=AT),),
    "FailJob": (Giver(("incident",), 2, 3, also=AT | {"type"}),),
    "PostponeTimer": (Giver(("incident",), 1, 2, also=AT),),
    "_fault": (Giver(("incident",), 0, OPEN, room="engine/decisions/hit_policies"),),
    "ProcessFault": (Giver(("incident",), "reason", also=AT), Giver(("error",), "reason")),
    **dict.fromkeys(_STOPPING, (Giver(("incident",), "reason", also=AT),)),
    **dict.fromkeys(_REFUSING, (Giver(("error",), "reason"),)),
    "history": (Giver(("history.kind",), 1, OPEN),),
    "notice": (Giver(("notice",), 1, 2),),
}  # fmt: skip
# Codes of others, handed on: what is written here is given, and read, somewhere else. A model may name any
# kind of notice; what we have no words for is shown as news.
PASSED_ON = frozenset({
    "problem.code", "cannot.code", "fault.code", "refused.code", "error.code", "self.code", "command.code",
    "effect.code", "cell.code", "rule.code", "unknown[0].code", "refused['code']", "refused.facts['reason']",
    "str(values.pop('kind', None) or call.headers.get('kind', 'reminder'))",
})  # fmt: skip


@dataclass(frozen=True)
class Told:
    code: str
    at: str
    giver: Giver
    facts: Facts


def told(module: Module) -> Iterator[Told]:
    """Every code in a module. One that cannot be followed comes out as `?` and its source."""
    tree = module.tree
    for scope in ast.walk(tree):
        if isinstance(scope, ast.FunctionDef | ast.Module):
            for call in _calls_of(scope):
                yield from _told_by(call, scope, tree, module)


def _calls_of(scope: ast.AST) -> Iterator[ast.Call]:
    for child in ast.iter_child_nodes(scope):
        if not isinstance(child, ast.FunctionDef):
            if isinstance(child, ast.Call):
                yield child
            yield from _calls_of(child)


def _told_by(call: ast.Call, scope: ast.AST, tree: ast.Module, module: Module) -> Iterator[Told]:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    for giver in GIVERS.get(name, ()):
        code = _argument(call, giver.code)
        if code is not None and re.match(giver.room, module.path):
            facts = _facts(call, giver, scope)
            for text in _texts(code, scope, tree):
                yield Told(text, module.at(call, name), giver, facts)


def _argument(call: ast.Call, place: int | str) -> ast.expr | None:
    if isinstance(place, int):
        return call.args[place] if len(call.args) > place else None
    return next((one.value for one in call.keywords if one.arg == place), None)


def _texts(node: ast.expr, scope: ast.AST, tree: ast.Module) -> list[str]:
    """The constants an expression can be."""
    source = ast.unparse(node)
    if source in PASSED_ON:
        return []
    if isinstance(node, ast.Constant):
        return [node.value] if isinstance(node.value, str) else []
    parts = _parts(node, scope, tree)
    if parts:
        return [text for part in parts for text in _texts(part, scope, tree)]
    if isinstance(node, ast.Name):
        return [] if node.id in _parameters(scope) else _listed(tree) or [f"?{source}"]
    return [f"?{source}"]


def _parts(node: ast.expr, scope: ast.AST, tree: ast.Module) -> list[ast.expr]:
    """What an expression gives one of: its branches, the values of a mapping, what a name was set to."""
    match node:
        case ast.IfExp():
            return [node.body, node.orelse]
        case ast.BoolOp():
            return node.values
        case ast.Dict():
            return node.values
        case ast.Call(func=ast.Attribute(attr="get", value=mapping)):
            return [mapping, *node.args[1:]]
        case ast.Name():
            return _assigned(node.id, scope) or _assigned(node.id, tree)
    return []


def _assigned(name: str, scope: ast.AST) -> list[ast.expr]:
    return [
        node.value
        for node in ast.walk(scope)
        if isinstance(node, ast.Assign)
        and any(isinstance(target, ast.Name) and target.id == name for target in node.targets)
    ]


def _parameters(scope: ast.AST) -> set[str]:
    """A code that a function is given is read where the function is called."""
    if not isinstance(scope, ast.FunctionDef):
        return set()
    return {one.arg for one in (*scope.args.posonlyargs, *scope.args.args, *scope.args.kwonlyargs)}


def _listed(tree: ast.Module) -> list[str]:
    """The codes of a `_problems` function, which lists (field, code)."""
    return [
        str(code.value)
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef) and function.name == "_problems"
        for pair in ast.walk(function)
        if isinstance(pair, ast.Tuple) and len(pair.elts) == 2
        for code in pair.elts[1:]
        if isinstance(code, ast.Constant)
    ]


def _facts(call: ast.Call, giver: Giver, scope: ast.AST) -> Facts:
    if giver.facts == KEYWORDS:
        names = [one.arg for one in call.keywords]
        return None if None in names else frozenset(filter(None, names)) | giver.also
    node = _argument(call, "facts") if giver.facts != OPEN else None
    node = node or (_argument(call, giver.facts) if giver.facts != OPEN else None)
    if isinstance(node, ast.Name):
        node = next(iter(_assigned(node.id, scope)), node)
    if node is None:
        return None if giver.facts == OPEN else giver.also
    if not isinstance(node, ast.Dict) or not all(isinstance(key, ast.Constant) for key in node.keys):
        return None
    return frozenset(str(ast.literal_eval(key)) for key in node.keys if key is not None) | giver.also


def missing(found: Iterable[Told], catalogue: Mapping[str, str], form: Mapping[str, str]) -> list[str]:
    """Codes without a sentence, with the place that gives them."""
    return [
        f"{one.at}: {one.code} has no sentence ({', '.join(one.giver.keys)})"
        for one in found
        if _sentence(one, catalogue, form) is None
    ]


def _sentence(one: Told, catalogue: Mapping[str, str], form: Mapping[str, str]) -> str | None:
    for key in one.giver.keys:
        found = form.get(one.code) if key == "form" else catalogue.get(f"{key}.{one.code}")
        if found is not None:
            return found
    return None


def unfilled(found: Iterable[Told], catalogue: Mapping[str, str], form: Mapping[str, str]) -> list[str]:
    """Facts that a sentence asks for and a giver of its code does not give."""
    return [
        f"{one.at}: the sentence of {one.code} asks for {sorted(asked - one.facts)}"
        for one in found
        if one.facts is not None
        and (asked := set(re.findall(r"\{(\w+)\}", _sentence(one, catalogue, form) or ""))) - one.facts
    ]


EVERYTHING = [one for module in modules("engine", "feel", "forms", "webapp") for one in told(module)]


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_every_code_of_the_engine_has_a_sentence(language):
    assert missing(EVERYTHING, i18n.catalogue(language), sentences.catalogue(language)) == []


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_no_sentence_asks_for_a_fact_that_its_code_does_not_bring(language):
    assert unfilled(EVERYTHING, i18n.catalogue(language), sentences.catalogue(language)) == []


def test_the_codes_are_really_found():
    wanted = {"element_unreachable", "several_rules_match", "nobody_may_do_it", "job_failed", "bad_number"}

    assert wanted <= {one.code for one in EVERYTHING}


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_what_is_no_call_has_a_sentence_too(language):
    """Remedies, classes of errors, kinds of notices, and the few codes that no call carries."""
    classes = {
        re.sub(r"(?<!^)(?=[A-Z])", "_", node.name).lower()
        for module in modules("engine")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ClassDef) and _is_error(node)
    }
    remedies = {*supported.REMEDIES.values(), *supported.EVENT_REMEDIES.values(), supported.START_REMEDY}
    wanted = {f"error.{code}" for code in classes} | {f"notice.{kind}" for kind in (*KINDS, "reminder")}
    wanted |= {f"remedy.{code}" for code in (*remedies, supported.remedy_for(""))}
    wanted |= {"incident.value_not_storable", "problem.feel_budget", "problem.feel_unsupported"}

    assert wanted - set(i18n.catalogue(language)) == set()


def _is_error(node: ast.ClassDef) -> bool:
    raised = {"EngineError", "NotFound", "PermissionDenied", "Conflict", "ProcessFault"}
    return any(isinstance(base, ast.Name) and base.id in raised for base in node.bases)


PLANTED = Module("engine/bpmn/made.py", 'def check(step):\n    raise Fault("made_up", count=1)\n')


def test_a_code_without_a_sentence_is_found():
    assert len(missing(told(PLANTED), {}, {})) == 1


def test_a_fact_that_is_not_given_is_found():
    catalogue = {"incident.made_up": "{element}: {count} of {most}"}

    found = unfilled(told(PLANTED), catalogue, {})

    assert found == ["engine/bpmn/made.py:2: Fault: the sentence of made_up asks for ['most']"]


@pytest.mark.parametrize(
    "text",
    [
        "def f(report):\n    code = 'a' if report else 'made_up'\n    report.refuse(code, None)\n",
        "CODE = 'made_up'\ndef f(report):\n    report.refuse(CODE, None)\n",
        "def f(report, error):\n    report.refuse(error.text, None)\n",
    ],
)
def test_a_code_behind_a_name_is_followed_or_complained_of(text):
    assert missing(told(Module("engine/bpmn/reading/made.py", text)), {"problem.a": ""}, {}) != []


def test_both_lists_of_traditional_words_agree():
    """The words that are written by hand for the files of the company, and those of every page."""
    path = ROOT / "workflows" / "translations" / "zh-Hant.json"
    words = json.loads(path.read_text("utf-8"))["phrases"]

    assert {text: traditional.shown(text) for text in words} == words
