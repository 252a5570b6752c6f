"""Carries e-mails out of the house: by SMTP, or into a folder.

At least once: a sender that fell silent after the server took the message is tried again, with the same
Message-ID.
"""

from __future__ import annotations

import os
import smtplib
import ssl
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from engine.kernel.errors import EngineError
from engine.notifications.email_message import Envelope, MailRefused, build_email

_LOOPBACK = ("localhost", "127.0.0.1", "::1")


class SendFailed(EngineError):
    """It may go better later (facts: reason, detail)."""


class Sender(Protocol):
    """Sends one message; returning means that it was taken. Raises SendFailed or MailRefused."""

    def send(self, envelope: Envelope) -> None: ...


@dataclass(frozen=True)
class Origin:
    """Who writes: address and name shown, and the host in the Message-IDs."""

    address: str
    host: str
    name: str = ""


@dataclass(frozen=True)
class FolderSender:
    """Writes `outbox-<id>.eml`, whole or not at all; a repetition writes the same file again."""

    folder: Path
    origin: Origin

    def send(self, envelope: Envelope) -> None:
        email = build_email(envelope, self.origin.address, self.origin.host, self.origin.name)
        target = self.folder / f"outbox-{envelope.outbox_id}.eml"
        temporary = target.with_suffix(".part")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with temporary.open("wb") as file:
                file.write(email.as_bytes())
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(target)
        except OSError as error:
            raise SendFailed(reason="folder_not_writable", detail=str(error)[:200]) from error


@dataclass(frozen=True)
class SmtpSettings:
    """How the mail server is reached.

    security   `starttls`, `tls`, or `none` (a password is then sent to this machine itself only)
    """

    host: str
    port: int = 587
    security: str = "starttls"
    username: str = ""
    password: str = ""
    seconds: float = 30.0

    def __post_init__(self) -> None:
        if self.security not in ("starttls", "tls", "none"):
            raise ValueError("smtp security")
        if self.username and self.security == "none" and self.host not in _LOOPBACK:
            raise ValueError("smtp password without encryption")

    def __repr__(self) -> str:
        return f"SmtpSettings({self.host}:{self.port}, {self.security}, username={self.username!r})"


@dataclass(frozen=True)
class SmtpSender:
    """One connection a message: an office sends few, and a connection kept open is one more thing that
    breaks.
    """

    settings: SmtpSettings
    origin: Origin

    def send(self, envelope: Envelope) -> None:
        email = build_email(envelope, self.origin.address, self.origin.host, self.origin.name)
        try:
            with self._connect() as server:
                if self.settings.username:
                    server.login(self.settings.username, self.settings.password)
                server.send_message(email)
        except smtplib.SMTPRecipientsRefused as error:
            _raise_recipient(error)
        except smtplib.SMTPResponseException as error:
            _raise_response(error)
        except (OSError, smtplib.SMTPException) as error:
            raise SendFailed(reason="smtp_unreachable", detail=type(error).__name__) from error

    def _connect(self) -> smtplib.SMTP:
        settings, context = self.settings, ssl.create_default_context()
        if settings.security == "tls":
            return smtplib.SMTP_SSL(
                settings.host, settings.port, self.origin.host, timeout=settings.seconds, context=context
            )
        server = smtplib.SMTP(settings.host, settings.port, self.origin.host, timeout=settings.seconds)
        if settings.security == "starttls":
            try:
                server.starttls(context=context)
            except BaseException:
                server.close()
                raise
        return server


def _raise_recipient(error: smtplib.SMTPRecipientsRefused) -> None:
    code = next(iter(error.recipients.values()))[0]
    if 500 <= code < 600:
        raise MailRefused(reason="mail_recipient_refused", status=code) from error
    raise SendFailed(reason="smtp_recipient_later", detail=str(code)) from error


def _raise_response(error: smtplib.SMTPResponseException) -> None:
    # A refused login is a wrong setting: it will be put right, and the messages must still be there.
    permanent = 500 <= error.smtp_code < 600 and isinstance(error, smtplib.SMTPDataError)
    if permanent:
        raise MailRefused(reason="mail_rejected", status=error.smtp_code) from error
    raise SendFailed(reason="smtp_refused", detail=str(error.smtp_code)) from error
