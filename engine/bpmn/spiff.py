"""The only import of SpiffWorkflow: a container of live tokens and of element specs, and nothing else of it.

Its parser, serializer, events, gateways, timers and script engine are not used (`docs/decisions`): they walk
the whole tree for every completion, keep finished tasks, read the machine's clock and evaluate Python. What
is overridden here to do nothing is exactly that. Private parts touched: `Task._state`, `_children`,
`_parent`, `_set_state`, `TaskSpec._run_hook`, `_update`, `_predict`, `_on_ready`, `_on_complete`,
`Workflow._remove_task`, `_task_completed_notify`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NoReturn, Protocol

from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.specs.bpmn_task_spec import BpmnTaskSpec
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

FUTURE: int = TaskState.FUTURE
WAITING: int = TaskState.WAITING
READY: int = TaskState.READY
STARTED: int = TaskState.STARTED
ERROR: int = TaskState.ERROR


class Listener(Protocol):
    """Who is told what the container's tokens do."""

    def run_token(self, token: Any) -> bool | None: ...

    def token_ready(self, token: Any) -> None: ...

    def token_completed(self, token: Any) -> None: ...


class NoScriptEngine:
    """The library's own engine evaluates Python from the model; this one refuses whatever is asked of it."""

    def __getattr__(self, name: str) -> NoReturn:
        raise AssertionError(f"SpiffWorkflow asked its script engine for {name}")


class Workflow(BpmnWorkflow):  # type: ignore[misc]
    """The live tokens of one instance, by key."""

    listener: Listener
    tasks: dict[int, Any]

    def __init__(self, spec: Any, listener: Listener) -> None:
        # `deserializing` keeps the library from making its own start task and predicting the whole future.
        super().__init__(spec, script_engine=NoScriptEngine(), deserializing=True)
        self.listener = listener

    def _task_completed_notify(self, task: Any) -> None:
        """The library would walk the whole tree here to update every waiting task."""

    def remove(self, token: Token) -> None:
        """Take the token and everything below it out of the tree."""
        if token.parent_key is None:
            self.tasks.clear()
        else:
            self._remove_task(token.key)


class Spec(BpmnTaskSpec):  # type: ignore[misc]
    """What one element is to the library: a name with connections; behaviour lies with the listener."""

    name: str

    def _predict(self, *args: Any, **kwargs: Any) -> None:
        """The library would build the whole future as tasks."""

    def _update(self, token: Any) -> None:
        token._ready()

    def _on_ready(self, token: Any) -> None:
        token.workflow.listener.token_ready(token)

    def _run_hook(self, token: Any) -> bool | None:
        answer: bool | None = token.workflow.listener.run_token(token)
        return answer

    def _on_complete(self, token: Any) -> None:
        token.workflow.listener.token_completed(token)


class Token(Task):  # type: ignore[misc]
    """A live token: one element instance.

    The library's Task makes a uuid, reads the clock and builds a log dictionary for every change of state;
    those are a third of a step. This one counts keys per instance, so that parents are always older than
    their children.
    """

    workflow: Workflow
    task_spec: Any
    internal_data: dict[str, Any]
    # What the library's Task carries and this program never sets; shared, since a list of hundreds makes as
    # many tokens in every step.
    data: Mapping[str, Any] = MappingProxyType({})
    triggered = False
    thread_id = 0
    last_state_change = 0

    def __init__(self, workflow: Workflow, spec: Spec, parent: Token | None, key: int) -> None:
        self.id = key
        self.workflow = workflow
        self.task_spec = spec
        self._parent = parent.key if parent is not None else None
        self._children: list[int] = []
        self._state = FUTURE
        self.internal_data = {}
        workflow.tasks[key] = self
        if parent is not None:
            parent._children.append(key)

    def _set_state(self, value: int) -> None:
        self._state = value

    @property
    def key(self) -> int:
        key: int = self.id
        return key

    @property
    def parent_key(self) -> int | None:
        return self._parent

    @property
    def internal(self) -> dict[str, Any]:
        """Counters and flags of the token; part of the saved state, so short names and plain values only."""
        return self.internal_data

    @property
    def owner(self) -> Token:
        """The scope that the token is in. The root has none, and asking it is a mistake."""
        parent: Token = self.workflow.tasks[self._parent]  # type: ignore[index]
        return parent

    @property
    def is_root(self) -> bool:
        return self._parent is None

    @property
    def is_alive(self) -> bool:
        return self.workflow.tasks.get(self.key) is self

    @property
    def inside(self) -> list[Token]:
        """The tokens directly inside this scope, oldest first."""
        return [self.workflow.tasks[key] for key in self._children]

    @property
    def is_empty(self) -> bool:
        return not self._children

    def mark(self, state: int) -> None:
        """Set the state without asking the library, which refuses to go back (a retry does)."""
        self._state = state

    def make_ready(self) -> None:
        """Queue the token to be run."""
        self._state = FUTURE
        self._ready()


def new_process_spec(name: str) -> Any:
    """An empty container of specs. The library reserves the ids `Start` and `End`; a model may use them."""
    spec = BpmnProcessSpec(name)
    spec.task_specs.clear()
    return spec
