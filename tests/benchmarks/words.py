"""How long a Word document takes in the pool of limited children."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

from engine.bootstrap.settings import ROOT
from engine.documents.templates import render
from engine.documents.word.fill import fill
from engine.documents.word.inflate import inflate, pack
from engine.documents.word.values import plain
from tests.benchmarks.figures import in_ms, tell
from tests.engine.documents.bids import bid

FOLDER = ROOT / "templates" / "documents"
TEMPLATE = FOLDER / "seal_use_form.docx"
COUNT = 40
ZONE = ZoneInfo("Asia/Shanghai")


def word_render(_folder: Path) -> None:
    """The seal form with ten approvals. Floor: the same in this process, without child and limits."""
    _measure("word_render", TEMPLATE, _context())


def word_render_bid(_folder: Path) -> None:
    """A whole bid document with 50 lines: some thirty pages, three tables with all the lines."""
    _measure("word_render_bid", FOLDER / "bid_document.docx", bid(50))


def _measure(name: str, path: Path, context: dict[str, object]) -> None:
    template = path.read_bytes()
    render(template, context, ZONE)
    through_pool, bare = [], []
    for _ in range(COUNT):
        through_pool.append(_seconds(lambda: render(template, context, ZONE)))
        bare.append(_seconds(lambda: _bare(template, context)))
    value, bound = statistics.median(through_pool) * 1000, statistics.median(bare) * 1000
    tell(name, value, "ms", bound, value / bound, "<= 30 ms", **in_ms(through_pool))


def _bare(template: bytes, context: dict[str, object]) -> None:
    fill(pack(inflate(template), squeeze=False), plain(context, ZONE))


def _context() -> dict[str, object]:
    approval = {
        "role_name": "销售部经理",
        "approver_name": "孙立行",
        "decision": "approved",
        "comment": "同意",
    }
    texts = (
        "number",
        "document_title",
        "document_no",
        "file_hash",
        "applicant_name",
        "department_name",
        "company",
    )
    return {
        **dict.fromkeys(texts, "销售合同 HT-2026-0001"),
        "approvals": [approval | {"decided_at": "2026-05-20T09:00:00+08:00"} for _ in range(10)],
        "taken_by": [],
        "seals": ["contract"],
        "copies": 2,
        "pages": 12,
        "impressions": 3,
    }


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


BENCHMARKS: dict[str, Callable[[Path], None]] = {
    "word_render": word_render,
    "word_render_bid": word_render_bid,
}
