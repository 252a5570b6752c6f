"""The entrance for form files: bytes in, a Form out, or every reason why not."""

from __future__ import annotations

import re
from pathlib import PurePath

from forms import limits, positions
from forms.components import Form
from forms.positions import BadJson, LinedObject
from forms.problems import FormProblem, FormRejected
from forms.reading.component import components
from forms.reading.notes import Notes, Part

__all__ = ["Form", "read_form"]

_FORM_ID = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,199}")


def read_form(data: bytes, filename: str) -> Form:
    """The form of a form-js file (UTF-8 JSON, schemaVersion up to 19).

    A broken form is refused whole: FormRejected with at most 50 problems, each with code, component and line.
    What can be shown only in part (a component type that is not supported) stands in `Form.warnings`.
    A file without an id takes the file's name without its endings.
    """
    root = _root(data, filename)
    notes = Notes(filename)
    part = Part(notes, root, "")
    if part.text("type") not in ("", "default"):
        part.wrong("form_type_unknown", "type", type=part.text("type")[:100])
    version = part.whole("schemaVersion", 1, 1_000_000)
    if version is not None and version > limits.SCHEMA_VERSION:
        part.wrong("schema_version_too_new", "schemaVersion", version=version, max=limits.SCHEMA_VERSION)
    if not isinstance(root.get("components"), list):
        part.wrong("attribute_missing", "components")
    identity = _form_id(part, filename)
    tree = components(notes, part, (), (), 1) if isinstance(root.get("components"), list) else ()
    if notes.problems:
        raise FormRejected(sorted(notes.problems, key=lambda p: p.line))
    return Form(identity, version or limits.SCHEMA_VERSION, tree, filename, tuple(notes.warnings))


def _root(data: bytes, filename: str) -> LinedObject:
    if len(data) > limits.FILE_BYTES:
        raise FormRejected([FormProblem("form_file_too_big", filename, facts={"max": limits.FILE_BYTES})])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FormRejected([FormProblem("file_not_utf8", filename)]) from error
    try:
        root = positions.read(text)
    except BadJson as error:
        raise FormRejected([FormProblem(error.code, filename, "", error.line, facts=error.facts)]) from error
    if not isinstance(root, LinedObject):
        raise FormRejected([FormProblem("form_not_object", filename, "", 1)])
    return root


def _form_id(part: Part, filename: str) -> str:
    given = part.text("id", 1_000)
    if given and not _FORM_ID.fullmatch(given):
        part.wrong("id_malformed", "id", id=given[:100])
    if given:
        return given
    return re.sub(r"[^A-Za-z0-9_.-]", "_", PurePath(filename).name.rsplit(".", 1)[0])[:200] or "form"
