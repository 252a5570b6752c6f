"""Word templates: the two things that the rest of the product does with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from engine.documents.faults import DocumentFault
from engine.documents.word.inflate import inflate
from engine.documents.word.refusal import Refused
from engine.documents.word.safety import check_parts
from engine.documents.word.values import plain
from engine.documents.worker.pool import POOL, Pool
from engine.kernel.errors import DefinitionRejected

_SHANGHAI = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True)
class TemplateInfo:
    """fields   names that the template reads from its data, sorted"""

    fields: tuple[str, ...]


def check_template(data: bytes, filename: str, pool: Pool = POOL) -> TemplateInfo:
    """Checks an uploaded .docx whole.

    1. Here: the zip and what lies in it, counted while it is inflated; no XML parser has seen it yet.
    2. In the limited child: the document and its Jinja text.

    Raises DefinitionRejected with one problem that names the part (`element`) and the paragraph (`line`).
    """
    try:
        check_parts(inflate(data))
        head, _ = pool.run({"job": "check"}, data)
        _raise_refused(head)
    except Refused as refused:
        raise DefinitionRejected([refused.problem(filename)]) from refused
    except DocumentFault as fault:
        # It ran into a limit: too slow or too big to be rendered for every case.
        limit = Refused("template_exhausts", reason=str(fault.facts["reason"]))
        raise DefinitionRejected([limit.problem(filename)]) from fault
    return TemplateInfo(tuple(head["fields"]))


def render(
    template: bytes, context: Mapping[str, Any], zone: ZoneInfo = _SHANGHAI, pool: Pool = POOL
) -> bytes:
    """The filled .docx; the same template and data give the same bytes.

    context   mappings, lists, text, numbers, dates, instants, yes/no and null; anything else is a fault.
              Braces and markup in a text are printed as they were typed

    Raises DocumentFault.
    """
    head, document = pool.run({"job": "render", "context": plain(context, zone)}, template)
    _raise_refused(head, as_fault=True)
    return document


def _raise_refused(head: Mapping[str, Any], *, as_fault: bool = False) -> None:
    if "fault" in head:
        raise DocumentFault(**head["fault"])
    if "refused" in head:
        refused = head["refused"]
        if as_fault:
            raise DocumentFault(
                reason="document_template_unusable", detail=refused["code"], part=refused["part"]
            )
        raise Refused(refused["code"], refused["part"], int(refused["line"]), **refused["facts"])
