"""Camunda forms (form-js JSON) read whole or refused whole, shown and checked on the server.

`forms.schema.read_form` reads a file, `forms.submission.read` reads what a clerk posted,
`forms.render.bind` gives the templates what to show. Nothing here knows the engine; sentences stand in
`forms/messages/`.
"""

from __future__ import annotations

from forms.problems import FieldProblem, FormProblem, FormRejected

__all__ = ["FieldProblem", "FormProblem", "FormRejected"]
