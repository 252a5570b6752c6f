"""An outbox row of kind `email` becomes a message in its reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import select

from engine.bootstrap import Engine, Settings
from engine.execution.step import Reader
from engine.execution.tables import PROCESS_INSTANCE
from engine.kernel.errors import NotFound
from engine.notifications.compose import compose
from engine.notifications.email_message import Envelope
from engine.notifications.kinds import KINDS
from engine.notifications.senders import FolderSender, Origin, Sender, SmtpSender, SmtpSettings
from engine.organisation.contact import contact_of

# Facts that hold ids of people.
PEOPLE = frozenset({"assignee", "by", "keepers", "taken_by"})


def compose_mail(engine: Engine, row: Mapping[str, Any]) -> Envelope | None:
    """The envelope; None for someone without an address, who has the in-app notice. Raises for what cannot be
    composed.
    """
    payload = row["payload"]
    with engine.read() as reader:
        contact = contact_of(reader.connection, payload["to"])
        facts = {**_case_facts(reader, row["instance_key"]), **_people_by_name(reader, payload["facts"])}
    if contact is None or not contact.email:
        return None
    kind = payload["kind"] if payload["kind"] in KINDS else None
    if kind is None:
        raise NotFound(notice_kind=payload["kind"])
    facts = {**_moments(facts), "url": _url(engine.settings, payload)}
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


def _case_facts(reader: Reader, instance_key: int | None) -> dict[str, Any]:
    """What every letter about a case may say: its title and its number."""
    if instance_key is None:
        return {}
    case = select(PROCESS_INSTANCE.c.title, PROCESS_INSTANCE.c.business_key)
    row = reader.connection.execute(case.where(PROCESS_INSTANCE.c.key == instance_key)).first()
    return {} if row is None else {"title": row.title, "number": row.business_key}


def _people_by_name(reader: Reader, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Letters name people; rows hold their ids."""
    found = dict(facts)
    for name in PEOPLE & facts.keys():
        value = facts[name]
        ids = value if isinstance(value, list) else [value]
        names = [reader.organisation.display_name(str(id)) for id in ids if id]
        found[name] = names if isinstance(value, list) else "".join(names)
    return found


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
