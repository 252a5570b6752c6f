"""An outbox row of kind `email` becomes a message in its reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from engine.bootstrap import Engine, Settings
from engine.kernel.errors import NotFound
from engine.notifications.compose import compose
from engine.notifications.email_message import Envelope
from engine.notifications.kinds import KINDS
from engine.notifications.senders import FolderSender, Origin, Sender, SmtpSender, SmtpSettings
from engine.organisation.contact import contact_of


def compose_mail(engine: Engine, row: Mapping[str, Any]) -> Envelope | None:
    """The envelope; None for someone without an address, who has the in-app notice. Raises for what cannot be
    composed.
    """
    payload = row["payload"]
    with engine.read() as reader:
        contact = contact_of(reader.connection, payload["to"])
    if contact is None or not contact.email:
        return None
    kind = payload["kind"] if payload["kind"] in KINDS else None
    if kind is None:
        raise NotFound(notice_kind=payload["kind"])
    facts = {**_moments(payload["facts"]), "url": _url(engine.settings, payload)}
    message = compose(kind, facts, contact.language, engine.settings.zone)
    return Envelope(row["id"], contact.email, message, row["created_at"])


def sender_for(settings: Settings) -> Sender:
    """SMTP where a host is set, else a folder of `.eml` files."""
    host = urlsplit(settings.base_url).hostname or "localhost"
    origin = Origin(settings.mail_from, host if "." in host else "neiqin.localhost", settings.company)
    if settings.smtp_host is None:
        return FolderSender(settings.outbox_dir or settings.data_dir / "outbox", origin)
    smtp = SmtpSettings(
        settings.smtp_host,
        settings.smtp_port,
        "starttls" if settings.smtp_starttls else "none",
        settings.smtp_user or "",
        settings.smtp_password or "",
    )
    return SmtpSender(smtp, origin)


def _url(settings: Settings, payload: Mapping[str, Any]) -> str:
    if "task_key" in payload:
        return f"{settings.base_url}/tasks/{payload['task_key']}"
    return f"{settings.base_url}/instances/{payload.get('instance_key', '')}"


def _moments(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Instants were kept as ISO text; a reader wants them on the company's clock."""
    return {name: _moment(value) for name, value in facts.items()}


def _moment(value: Any) -> Any:
    if not isinstance(value, str) or len(value) < len("2026-05-20T09:00") or value[10:11] != "T":
        return value
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return value
    return moment if moment.tzinfo is not None else value
