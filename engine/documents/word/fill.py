"""Fills a template. Runs in the limited child process, and nowhere else with data of others."""

from __future__ import annotations

import functools
import io
import zipfile
from collections.abc import Mapping
from typing import Any

from jinja2 import Environment, Template, TemplateError
from jinja2.exceptions import SecurityError
from lxml import etree

from engine.documents.faults import DocumentFault
from engine.documents.word.environment import Null, TemplateEnvironment
from engine.documents.word.formats import Unreadable
from engine.documents.word.inflate import pack
from engine.documents.word.refusal import Refused
from engine.documents.word.sources import placeholder_in, read_template
from engine.documents.word.values import show_braces

MOST_OUTPUT = 50 * 1024 * 1024
_MOST_KNOWN = 200


class _RememberingEnvironment(TemplateEnvironment):
    """Compiles each text once: a child process renders the same forms all day."""

    def __init__(self) -> None:
        super().__init__()
        self._known: dict[str, Template] = {}

    def from_string(self, source: Any, *args: Any, **kwargs: Any) -> Template:
        if source not in self._known:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            self._known[source] = super().from_string(source, *args, **kwargs)
        return self._known[source]


@functools.cache
def _environment() -> Environment:
    return _RememberingEnvironment()


def fill(package: bytes, context: Mapping[str, Any]) -> bytes:
    """The filled document; `context` is plain data (`values.plain`).

    Raises DocumentFault.
    """
    try:
        template = read_template(package)
        template.render(_with_nulls(dict(context)), _environment())
    except Unreadable as error:
        raise DocumentFault(
            reason="document_value_unreadable", filter=error.filter, value=error.value
        ) from error
    except Refused as error:
        raise DocumentFault(reason="document_template_unusable", detail=error.code) from error
    except SecurityError as error:
        raise DocumentFault(reason="document_template_forbidden", detail=str(error)[:200]) from error
    except etree.XMLSyntaxError as error:
        raise DocumentFault(reason="document_structure_broken", part="") from error
    except (TemplateError, ArithmeticError, TypeError, ValueError, AttributeError, KeyError) as error:
        detail = f"{type(error).__name__}: {error}"
        raise DocumentFault(reason="document_template_unusable", detail=detail[:200]) from error
    stream = io.BytesIO()
    template.save(stream)
    return _finish(stream)


def _with_nulls(value: Any) -> Any:
    """The same data with null as the templates know it."""
    if value is None:
        return Null()
    if isinstance(value, dict):
        return {key: _with_nulls(one) for key, one in value.items()}
    return [_with_nulls(one) for one in value] if isinstance(value, list) else value


def _finish(stream: io.BytesIO) -> bytes:
    """Looks for placeholders that were left, gives the typed braces back, and packs with fixed dates."""
    parts: dict[str, bytes] = {}
    size = 0
    with zipfile.ZipFile(stream) as package:
        for entry in package.infolist():
            content = package.read(entry)
            size += len(content)
            if size > MOST_OUTPUT:
                raise DocumentFault(reason="document_size_limit", most=MOST_OUTPUT)
            if entry.filename.endswith(".xml"):
                if placeholder_in(content):
                    raise DocumentFault(reason="document_placeholder_left", part=entry.filename)
                content = show_braces(content)
            parts[entry.filename] = content
    return pack(parts, squeeze=True)
