"""Links at the files of fields that cannot be changed: whoever reads a form can read what it is about."""

from __future__ import annotations

from engine.processes import view as cases
from forms.views import FormView
from webapp import web


def linked(shown: FormView | None, instance_key: int) -> FormView | None:
    """With a link at every file of a fixed field that the case's documents lend to this person."""
    fields = [] if shown is None else shown.fields()
    files = [file for field in fields if field.readonly for file in field.files]
    if files:
        documents = cases.documents(web.reader(), web.actor(), instance_key)
        known = {(row["sha256"], row["filename"]): row["key"] for row in documents}
        for file in files:
            key = known.get((file.file.get("sha256"), file.name))
            file.href = "" if key is None else f"/files/{key}"
    return shown
