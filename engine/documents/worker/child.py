"""The child process, `python -m engine.documents.worker.child`: jobs on its input, answers on its output."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Any, BinaryIO

from engine.documents.faults import DocumentFault
from engine.documents.word.check import template_fields
from engine.documents.word.fill import fill
from engine.documents.word.inflate import inflate, pack
from engine.documents.word.refusal import Refused
from engine.documents.word.safety import check_parts
from engine.documents.word.trees import check_trees
from engine.documents.worker.frames import pack_frame, read_frame
from engine.documents.worker.limits import limit_job, limit_process

Answer = tuple[dict[str, Any], bytes]


def _check(head: dict[str, Any], body: bytes) -> Answer:
    parts = inflate(body)
    check_parts(parts)
    check_trees(parts)
    return {"fields": template_fields(parts)}, b""


def _render(head: dict[str, Any], body: bytes) -> Answer:
    # A template was checked when it was deployed; it is inflated with the same care again, since it comes
    # from outside.
    return {}, fill(pack(inflate(body), squeeze=False), head["context"])


JOBS: dict[str, Callable[[dict[str, Any], bytes], Answer]] = {"check": _check, "render": _render}


def answer(head: dict[str, Any], body: bytes) -> Answer:
    """What a job says: results, `refused` with a reason, or `fault` with facts."""
    try:
        return JOBS[head["job"]](head, body)
    except Refused as refused:
        facts = {"code": refused.code, "part": refused.part, "line": refused.line, "facts": refused.facts}
        return {"refused": facts}, b""
    except DocumentFault as fault:
        return {"fault": fault.facts}, b""
    except MemoryError:
        return {"fault": {"reason": "document_memory_limit"}, "spent": True}, b""
    except RecursionError:
        return {"fault": {"reason": "document_template_unusable", "detail": "depth"}}, b""


def serve(jobs: BinaryIO, answers: BinaryIO) -> None:
    """Until the server closes the input."""
    while (job := read_frame(jobs)) is not None:
        head, body = job
        limit_job(int(head["cpu"]))
        answers.write(pack_frame(*answer(head, body)))
        answers.flush()


def main() -> None:
    # Nothing that a library prints may be taken for an answer.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    limit_process()
    serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()
