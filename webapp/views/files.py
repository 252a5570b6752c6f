"""Downloads. A file is reached through its case, so that nobody gets it who may not see the case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, current_app, make_response, request
from werkzeug.wsgi import wrap_file

from engine.processes.view import attachment
from webapp import web
from webapp.policy import allow

bp = Blueprint("files", __name__)
# Shown as what they are; everything else is only bytes. Nothing is ever opened inside our own origin.
SAFE_TYPES = frozenset(
    {
        "application/pdf", "image/png", "image/jpeg", "text/plain",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    }
)  # fmt: skip


@bp.get("/files/<int:key>")
@allow()
def download(key: int) -> Response:
    return lend(attachment(web.reader(), web.actor(), key))


def lend(row: Mapping[str, Any]) -> Response:
    """The file as an attachment, under the name it was given, in a box where no script of it can run.

    row   `filename`, `media_type`, `size`, `sha256`
    """
    stream = web.services().files.open(row["sha256"])
    answer = make_response(
        current_app.response_class(wrap_file(request.environ, stream), direct_passthrough=True)
    )
    kind = row["media_type"] if row["media_type"] in SAFE_TYPES else "application/octet-stream"
    answer.content_type = kind
    answer.headers["Content-Length"] = str(row["size"])
    answer.headers["Content-Disposition"] = disposition(row["filename"])
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def disposition(filename: str) -> str:
    """RFC 6266: a plain ASCII name for old programs, the true one in UTF-8."""
    clean = "".join(char for char in filename if ord(char) >= 32 and char not in '/\\"') or "file"
    end = clean.rsplit(".", 1)[-1] if "." in clean else ""
    plain = clean if clean.isascii() else f"file.{end}" if end.isascii() and end else "file"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(clean, safe='')}"
