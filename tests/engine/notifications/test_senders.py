"""E-mails that leave the house."""

from __future__ import annotations

import email
import socket
import threading
from datetime import UTC, datetime, timedelta
from email.policy import default

import pytest

from engine.notifications.backoff import next_delay
from engine.notifications.email_message import Envelope, MailRefused, build_email
from engine.notifications.message import Message
from engine.notifications.senders import FolderSender, Origin, SendFailed, SmtpSender, SmtpSettings

ORIGIN = Origin("neiqin@qinglan.example", "neiqin.qinglan.example", "内勤")
NOW = datetime(2026, 5, 20, 1, 0, tzinfo=UTC)


def envelope(
    to: str = "linxiaolan@qinglan.example", subject: str = "新待办：盖印", html: str | None = None
) -> Envelope:
    return Envelope(42, to, Message(subject, "任务：盖印\n", html), NOW)


def test_an_email_lies_in_the_folder_with_all_it_needs(tmp_path):
    FolderSender(tmp_path / "outbox", ORIGIN).send(envelope(html="<p>任务：盖印</p>"))

    (path,) = (tmp_path / "outbox").iterdir()
    found = email.message_from_bytes(path.read_bytes(), policy=default)
    assert path.name == "outbox-42.eml"
    assert found["Message-ID"] == "<outbox-42@neiqin.qinglan.example>"
    assert found["Subject"] == "新待办：盖印"
    assert found["From"] == "内勤 <neiqin@qinglan.example>"
    assert found["To"] == "linxiaolan@qinglan.example"
    assert found["Date"].datetime == NOW
    assert found.get_body(("plain",)).get_content().strip() == "任务：盖印"
    assert found.get_body(("html",)).get_content().strip() == "<p>任务：盖印</p>"


def test_a_repeated_attempt_is_the_same_message(tmp_path):
    sender = FolderSender(tmp_path, ORIGIN)
    sender.send(envelope())
    sender.send(envelope())

    assert [path.name for path in tmp_path.iterdir()] == ["outbox-42.eml"]


def test_a_folder_that_can_not_be_written_is_tried_again_later(tmp_path):
    (tmp_path / "outbox").write_text("a file")

    with pytest.raises(SendFailed):
        FolderSender(tmp_path / "outbox", ORIGIN).send(envelope())


@pytest.mark.parametrize(
    "address",
    [
        "a@b.example\r\nBcc: c@d.example",
        "a@b.example\nRCPT TO:<c@d.example>",
        "a@b.example, c@d.example",
        "A <a@b.example>",
        "a@b.example>\n<c@d.example",
        "a@b..example",
        "nobody",
        "",
        "用户@例子.example",
        "a b@c.example",
    ],
)
def test_an_address_that_could_be_two_is_refused(address):
    with pytest.raises(MailRefused):
        build_email(envelope(to=address), ORIGIN.address, ORIGIN.host)


def test_a_subject_can_not_carry_a_second_header():
    built = build_email(envelope(subject="a\r\nBcc: evil@example.com"), ORIGIN.address, ORIGIN.host)

    assert built["Bcc"] is None
    assert built["Subject"] == "a Bcc: evil@example.com"


def test_waits_double_from_one_minute_to_six_hours_and_end_after_the_twelfth_attempt():
    waits = [next_delay(attempts) for attempts in range(1, 13)]

    assert waits[:3] == [timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=4)]
    assert waits[9:] == [timedelta(hours=6), timedelta(hours=6), None]


def test_a_password_never_travels_open_to_another_machine():
    with pytest.raises(ValueError):
        SmtpSettings("mail.example", security="none", username="neiqin", password="secret")
    assert "secret" not in repr(SmtpSettings("mail.example", username="neiqin", password="secret"))


class Server:
    """A mail server on this machine that answers with prepared replies and keeps what it heard."""

    def __init__(self, **replies: str) -> None:
        self.heard: list[str] = []
        self._replies = replies
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        connection, _ = self._socket.accept()
        with connection, connection.makefile("rwb") as stream:
            self._say(stream, "220 ready")
            data = False
            while line := stream.readline().decode():
                self.heard.append(line.rstrip("\r\n"))
                word = line.split()[0].upper() if line.split() else ""
                if data:
                    data = line != ".\r\n"
                    if not data:
                        self._say(stream, self._replies.get("done", "250 taken"))
                elif word == "DATA":
                    data = True
                    self._say(stream, "354 go on")
                else:
                    self._say(
                        stream, self._replies.get(word.lower(), "221 bye" if word == "QUIT" else "250 fine")
                    )
                if word == "QUIT":
                    return

    @staticmethod
    def _say(stream, text: str) -> None:
        stream.write(text.encode() + b"\r\n")
        stream.flush()

    def close(self) -> None:
        self._thread.join(5)
        self._socket.close()


def deliver(**replies: str) -> list[str]:
    server = Server(**replies)
    try:
        SmtpSender(SmtpSettings("127.0.0.1", server.port, "none", seconds=5), ORIGIN).send(envelope())
    finally:
        server.close()
    return server.heard


def test_a_message_is_handed_to_the_mail_server():
    heard = deliver()

    assert "Message-ID: <outbox-42@neiqin.qinglan.example>" in heard
    assert any(line.lower().startswith("rcpt to:<linxiaolan@qinglan.example>") for line in heard)


@pytest.mark.parametrize(
    ("replies", "error"),
    [
        ({"rcpt": "550 no such person"}, MailRefused),
        ({"rcpt": "450 come back later"}, SendFailed),
        ({"done": "554 looks like spam"}, MailRefused),
        ({"done": "451 disk is full"}, SendFailed),
        ({"mail": "530 log in first"}, SendFailed),
    ],
)
def test_a_refusal_for_good_is_told_from_one_for_now(replies, error):
    with pytest.raises(error):
        deliver(**replies)


def test_a_server_that_offers_no_encryption_gets_no_message():
    server = Server(ehlo="250 fine")
    try:
        with pytest.raises(SendFailed):
            SmtpSender(SmtpSettings("127.0.0.1", server.port, "starttls", seconds=5), ORIGIN).send(envelope())
    finally:
        server.close()
    assert not any(line.upper().startswith("DATA") for line in server.heard)


def test_a_server_that_is_away_is_tried_again_later():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

    with pytest.raises(SendFailed) as failed:
        SmtpSender(SmtpSettings("127.0.0.1", port, "none", seconds=1), ORIGIN).send(envelope())

    assert failed.value.facts["reason"] == "smtp_unreachable"
