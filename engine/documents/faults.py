"""What can go wrong with a document that is not the fault of the template's author."""

from __future__ import annotations

from engine.kernel.errors import EngineError


class DocumentFault(EngineError):
    """A document could not be made (facts: reason, and what the sentence needs).

    reason   document_time_limit, document_memory_limit, document_worker_lost, document_size_limit,
             document_value_unreadable (filter, value), document_value_unknown (name, type),
             document_placeholder_left (part), document_structure_broken (part),
             document_template_unusable (detail), document_template_forbidden (detail), pdf_not_available,
             pdf_time_limit, pdf_failed
    """
