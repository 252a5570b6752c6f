"""Small forms and a context for the tests of forms."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, BinaryIO, ClassVar
from zoneinfo import ZoneInfo

from forms.components import Form, Option
from forms.context import Context
from forms.schema import read_form
from forms.submission import Submission, read

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 5, 20, 1, 0, tzinfo=UTC)
PDF = b"%PDF-1.7\n1 0 obj\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


def text_of(*components: Mapping[str, Any], **more: Any) -> bytes:
    """A form file with the components, one attribute a line."""
    form = {"type": "default", "id": "test.form", "schemaVersion": 19, "components": list(components), **more}
    return json.dumps(form, ensure_ascii=False, indent=1).encode()


def form_of(*components: Mapping[str, Any]) -> Form:
    return read_form(text_of(*components), "test.form")


class People:
    """A register of three people, one of whom has left."""

    people: ClassVar = {"1": ("林晓岚", "active"), "2": ("郑凯", "active"), "3": ("旧人", "left")}

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []

    def options(self, source: str, search: str, limit: int) -> Sequence[Option]:
        self.asked.append((source, search))
        return [Option(i, n) for i, (n, state) in self.people.items() if state in source and search in n][
            :limit
        ]

    def resolve(self, source: str, id: str) -> Option | None:
        name, state = self.people.get(id, ("", "none"))
        return Option(id, name) if state in source else None


class Shelf:
    """Keeps uploaded files in memory."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}

    def __call__(self, stream: BinaryIO, name: str) -> dict[str, Any]:
        data = stream.read()
        key = sha256(data).hexdigest()
        self.files[key] = data
        media = "application/octet-stream"
        return {"name": name, "size": len(data), "sha256": key, "media_type": media, "file_key": key}


class Upload:
    """What a web framework gives for a posted file."""

    def __init__(self, data: bytes, filename: str) -> None:
        self.stream, self.filename = io.BytesIO(data), filename


def context(**facts: Any) -> Context:
    given: dict[str, Any] = {
        "now": NOW,
        "zone": ZONE,
        "lookups": People(),
        "store": Shelf(),
        "secret": b"a secret of the tests",
        "subject": "task:41",
    }
    return Context(**{**given, **facts})


def post(form: Form, posted: Any = None, files: Any = None, **facts: Any) -> Submission:
    return read(form, posted or {}, files or {}, context(**facts))


def codes(submission: Submission) -> dict[str, list[str]]:
    return {name: [problem.code for problem in problems] for name, problems in submission.errors.items()}


def one(component: Mapping[str, Any], *texts: str, **facts: Any) -> tuple[Any, list[str]]:
    """Value and problem codes of a form with one field that gets these texts."""
    key = component["key"]
    submission = post(form_of(component), {key: list(texts)}, **facts)
    return submission.values.get(key), codes(submission).get(key, [])
