"""The job `document.render`: a Word document from a template and the case's variables.

Headers: `template` (name of a deployed template or of one in `templates/documents/`), `filename` (default:
the
template's name), `resultVariable` (default `document`). The result is a list with one file, as a form's file
field has it.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from engine.bootstrap import Engine
from engine.bootstrap.settings import ROOT
from engine.documents.templates import render
from engine.execution.cases import load_variables
from engine.execution.step import Reader
from engine.execution.tables import DEFINITION, PROCESS_INSTANCE
from engine.kernel.errors import NotFound

FOLDER = ROOT / "templates" / "documents"


def render_document(engine: Engine, row: Mapping[str, Any]) -> Mapping[str, Any]:
    """Renders outside of any transaction; the file is on disk before the job is answered."""
    headers = row["headers"]
    name = headers["template"]
    with engine.read() as reader:
        template = _template(reader, name)
        context = _context(reader, row)
    content = render(template, context, engine.settings.zone)
    filename = f"{headers.get('filename') or context.get('document_title') or name}.docx"
    kept = engine.files.keep(io.BytesIO(content), filename)
    document = {
        "source": f"document:{name}",
        "filename": kept["name"],
        "media_type": kept["media_type"],
        "size": kept["size"],
        "sha256": kept["sha256"],
    }
    return {"variables": {headers.get("resultVariable", "document"): [kept]}, "documents": (document,)}


def _template(reader: Reader, name: str) -> bytes:
    """The deployed template of this name, else the one that lies in the shared folder."""
    key = reader.services.definitions.in_force(reader.connection, "template", name, reader.now)
    if key is not None:
        found = reader.connection.execute(
            select(DEFINITION.c.content).where(DEFINITION.c.key == key)
        ).scalar_one()
        return bytes(found)
    path = FOLDER / f"{name}.docx"
    if path.parent != FOLDER or not path.is_file():
        raise NotFound(kind="template", id=name)
    return path.read_bytes()


def _context(reader: Reader, row: Mapping[str, Any]) -> dict[str, Any]:
    """The variables that the task sees, with the case's own facts beside them."""
    case = (
        reader.connection.execute(
            select(PROCESS_INSTANCE).where(PROCESS_INSTANCE.c.key == row["instance_key"])
        )
        .mappings()
        .one()
    )
    values = load_variables(reader, row["instance_key"], row["token_key"])
    today = reader.now.astimezone(reader.services.zone).date()
    facts = {"business_key": case["business_key"], "company": reader.services.company, "issued_on": today}
    return {**facts, **values}
