"""The sender dies after a message left and before it says so: the same message goes out again."""

from __future__ import annotations

import email.message
import email.policy
from datetime import timedelta

from engine.bootstrap import build_engine
from engine.jobs import outbox
from engine.jobs.mail import sender_for
from engine.kernel.clock import FixedClock, SystemClock
from engine.notifications.senders import FolderSender
from engine.processes.start import StartProcess
from tests.faults import company
from tests.faults.reins import Node

LONG_AGO = "2026-01-05T09:00:00+08:00"


def test_a_message_goes_out_again_with_the_same_message_id(database_from, tmp_path):
    url = database_from(company.fill)
    engine = company.open_engine(url, tmp_path)
    engine.execute(StartProcess("reminder", values={"due": LONG_AGO}), company.SEED)
    engine.close()

    node = Node(url, tmp_path, "sent", 1)
    assert node.bury_when_dead() == -9
    before = _messages(tmp_path / "outbox")
    # Within the minute of the dead sender's lease nobody else takes the row.
    assert _send(url, tmp_path, SystemClock().now(), "early") == 0
    assert _send(url, tmp_path, SystemClock().now() + timedelta(minutes=2), "later") == 1

    again = _messages(tmp_path / "later")
    assert [one["Message-ID"] for one in again] == [one["Message-ID"] for one in before]
    assert _send(url, tmp_path, SystemClock().now() + timedelta(minutes=5), "later") == 0


def _send(url, data_dir, at, folder: str) -> int:
    engine = build_engine(company.settings(url, data_dir), clock=FixedClock(at))
    sender = sender_for(engine.settings)
    assert isinstance(sender, FolderSender)
    try:
        return outbox.send_due(engine, FolderSender(data_dir / folder, sender.origin))
    finally:
        engine.close()


def _messages(folder) -> list[email.message.EmailMessage]:
    return [
        email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        for path in sorted(folder.glob("*.eml"))
    ]
