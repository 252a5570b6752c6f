"""Makes an e-mail of a notice, by the standard library's EmailMessage alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from engine.kernel.errors import EngineError
from engine.notifications.message import Message

_DOMAIN = r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}[A-Za-z0-9])?"
_HOST = re.compile(_DOMAIN)
_ADDRESS = re.compile(rf"[A-Za-z0-9!#$%&'*+/=?^_`{{|}}~.-]{{1,64}}@{_DOMAIN}")


class MailRefused(EngineError):
    """A message that no attempt will make good (facts: reason, and what the sentence needs).

    reason   mail_address_unusable, mail_recipient_refused, mail_rejected
    """


@dataclass(frozen=True)
class Envelope:
    """One message to one person.

    outbox_id   the outbox row; a repeated attempt has the same Message-ID, so that the receiver can see
    the repetition
    sent_at     the instant in the Date header, aware
    """

    outbox_id: int
    to: str
    message: Message
    sent_at: datetime


def build_email(envelope: Envelope, sender: str, host: str, sender_name: str = "") -> EmailMessage:
    """The e-mail, text with an HTML alternative where there is one.

    Raises MailRefused (mail_address_unusable) for an address that is not exactly one plain ASCII address:
    line ends, commas, and angle brackets would add recipients or headers.
    """
    email = EmailMessage(policy=SMTP)
    email["From"] = Address(sender_name, addr_spec=_address(sender))
    email["To"] = Address(addr_spec=_address(envelope.to))
    email["Subject"] = " ".join(envelope.message.subject.split())
    email["Date"] = format_datetime(envelope.sent_at)
    email["Message-ID"] = message_id(envelope.outbox_id, host)
    # No holiday notice of a reader should answer a machine.
    email["Auto-Submitted"] = "auto-generated"
    email.set_content(envelope.message.text, charset="utf-8")
    if envelope.message.html is not None:
        email.add_alternative(envelope.message.html, subtype="html", charset="utf-8")
    return email


def message_id(outbox_id: int, host: str) -> str:
    """`<outbox-42@neiqin.example.com>`."""
    if _HOST.fullmatch(host) is None:
        raise MailRefused(reason="mail_address_unusable", address=host[:80])
    return f"<outbox-{outbox_id}@{host}>"


def _address(text: str) -> str:
    if _ADDRESS.fullmatch(text) is None or ".." in text:
        raise MailRefused(reason="mail_address_unusable", address=text[:80])
    return text
