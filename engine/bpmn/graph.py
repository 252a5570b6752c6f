"""A process as plain data: what lint, difference, migration, drawing and the token mover all read.

Kinds are the local names of BPMN 2.0 (`userTask`, `exclusiveGateway`, ...); the process itself is the node
`process`. A Template is a parsed FEEL expression (`=...` in the file) or the static text itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.bpmn.expressions import Template
from engine.kernel.errors import Problem

ERROR, ESCALATION, LINK, MESSAGE = "error", "escalation", "link", "message"
SIGNAL, TERMINATE, TIMER = "signal", "terminate", "timer"
# What somebody outside must tell the instance; errors and escalations rise inside it.
AWAITED = frozenset({MESSAGE, SIGNAL, TIMER})
# Kinds of elements that can send a message.
SENDING = frozenset({"intermediateThrowEvent", "endEvent", "sendTask"})


@dataclass(frozen=True, slots=True)
class Point:
    """Diagram coordinates in pixels; geometry is the one place where the product uses float."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Bounds:
    x: float
    y: float
    width: float
    height: float

    @property
    def center(self) -> Point:
        return Point(self.x + self.width / 2, self.y + self.height / 2)


@dataclass(frozen=True, slots=True)
class Shape:
    """A node's place in the drawing."""

    bounds: Bounds
    label: Bounds | None = None
    is_expanded: bool = True
    is_marker_visible: bool = True
    is_horizontal: bool = True


@dataclass(frozen=True, slots=True)
class Edge:
    """A flow's way through the drawing."""

    waypoints: tuple[Point, ...]
    label: Bounds | None = None


@dataclass(slots=True)
class Flow:
    """A sequence flow; `condition` is None when it has none."""

    id: str
    source: str
    target: str
    name: str = ""
    line: int = 0
    condition: Template | None = None
    edge: Edge | None = None


@dataclass(frozen=True, slots=True)
class Mapping_:
    """One line of `zeebe:ioMapping`; `target` may be a path (`order.total`)."""

    source: Template
    target: str


@dataclass(frozen=True, slots=True)
class Timer:
    """kind is `date`, `duration` or `cycle`."""

    kind: str
    value: Template


@dataclass(frozen=True, slots=True)
class Event:
    """What an event waits for or throws.

    name              of the message, the signal or the link
    code              of the error or escalation; None on a catching event catches every one
    correlation_key   of `zeebe:subscription` on the message
    """

    kind: str
    name: Template | None = None
    code: Template | None = None
    correlation_key: Template | None = None
    timer: Timer | None = None


@dataclass(frozen=True, slots=True)
class Multi:
    """Multi-instance: one inner instance for each item of the collection."""

    sequential: bool
    items: Template
    item: str | None = None
    collection: str | None = None
    output: Template | None = None
    until: Template | None = None


@dataclass(frozen=True, slots=True)
class Loop:
    """Standard loop: again while the condition holds (None: always), at most so many times (None: any)."""

    condition: Template | None = None
    test_before: bool = False
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """`zeebe:taskDefinition`: an operation of ours or a job for a worker, told apart by whoever runs it."""

    type: Template
    retries: Template = "3"
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class UserTask:
    """Attributes of a user task, to be evaluated when it opens."""

    assignee: Template | None = None
    candidate_groups: Template | None = None
    candidate_users: Template | None = None
    due_date: Template | None = None
    follow_up_date: Template | None = None
    priority: Template | None = None
    form_id: Template | None = None
    form_binding: str = "latest"


@dataclass(frozen=True, slots=True)
class Script:
    expression: Template
    result_variable: str


@dataclass(frozen=True, slots=True)
class CalledDecision:
    decision_id: Template
    result_variable: str
    binding: str = "latest"


@dataclass(frozen=True, slots=True)
class CalledProcess:
    """`propagate_*`: hand all variables down or up when nothing is mapped (Camunda's default is yes)."""

    process_id: Template
    propagate_parent: bool = True
    propagate_child: bool = True
    binding: str = "latest"


@dataclass(slots=True)
class Node:
    """One element of a process, or the process itself.

    scope        id of the node that contains it; "" for the process
    properties   `zeebe:properties` as written
    rules        our own properties (`neiqin:mustDifferFrom`, ...) without the prefix, parsed
    boundaries   ids of the boundary events attached; starts, event_subprocesses: of a process or subprocess
    link         of a link throw event: the way to the catch event, which nobody has drawn; linked_from: its
                 other end
    """

    id: str
    kind: str
    scope: str = ""
    name: str = ""
    line: int = 0
    documentation: str = ""
    outgoing: list[Flow] = field(default_factory=list)
    incoming: list[Flow] = field(default_factory=list)
    default: str | None = None
    event: Event | None = None
    attached_to: str | None = None
    interrupting: bool = True
    inputs: tuple[Mapping_, ...] = ()
    outputs: tuple[Mapping_, ...] = ()
    multi: Multi | None = None
    loop: Loop | None = None
    job: Job | None = None
    user_task: UserTask | None = None
    script: Script | None = None
    decision: CalledDecision | None = None
    called: CalledProcess | None = None
    form_id: Template | None = None
    properties: dict[str, str] = field(default_factory=dict)
    rules: dict[str, Template] = field(default_factory=dict)
    lane: str = ""
    link: Flow | None = None
    linked_from: list[str] = field(default_factory=list)
    boundaries: list[str] = field(default_factory=list)
    starts: list[str] = field(default_factory=list)
    event_subprocesses: list[str] = field(default_factory=list)
    triggered_by_event: bool = False
    shape: Shape | None = None

    @property
    def is_repeated(self) -> bool:
        return self.multi is not None or self.loop is not None

    @property
    def ways(self) -> list[Flow]:
        """The flows out of the element, and the link's."""
        return self.outgoing if self.link is None else [self.link]


@dataclass(slots=True)
class Lane:
    """A lane or, with kind `participant`, the pool around a process."""

    id: str
    name: str
    kind: str = "lane"
    shape: Shape | None = None


@dataclass(slots=True)
class Annotation:
    """A text annotation or a group of the drawing; never executed."""

    id: str
    text: str
    kind: str = "textAnnotation"
    shape: Shape | None = None


@dataclass(slots=True)
class Process:
    """One process definition. `nodes` holds the process itself under its own id, first."""

    id: str
    name: str
    nodes: dict[str, Node]
    flows: dict[str, Flow]
    line: int = 0
    version_tag: str = ""
    lanes: list[Lane] = field(default_factory=list)
    annotations: list[Annotation] = field(default_factory=list)
    associations: list[Edge] = field(default_factory=list)
    file: str = ""

    @property
    def root(self) -> Node:
        return self.nodes[self.id]

    def timer_starts(self) -> list[tuple[Node, Timer]]:
        """The start events of the process that a time triggers, as they are drawn."""
        starts = [self.nodes[name] for name in self.root.starts]
        return [(start, start.event.timer) for start in starts if start.event and start.event.timer]

    def plain_start(self, scope: Node) -> Node | None:
        """The start event of the process or of a subprocess that nothing triggers; None where all are."""
        starts = (self.nodes[name] for name in scope.starts)
        return next((start for start in starts if start.event is None), None)


@dataclass(frozen=True, slots=True)
class Document:
    """What one file holds: its executable processes by id, and what was odd but not wrong."""

    processes: dict[str, Process]
    warnings: tuple[Problem, ...] = ()
    platform: str = ""
    platform_version: str = ""
    exporter: str = ""
