"""Children of `neiqin serve` that go on from what it has loaded."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from webapp.commands import children

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux lets a child go on")


def test_a_child_that_goes_on_lives_in_a_session_of_its_own_and_tells_its_end():
    read, write = os.pipe()
    child = children.go_on(lambda: os.write(write, b"%d" % os.getsid(0)))

    assert child.wait(10) == 0
    assert int(os.read(read, 20)) not in (0, os.getsid(0))
    os.close(read)
    os.close(write)


def test_a_child_ends_with_the_code_it_was_told():
    assert children.go_on(lambda: sys.exit(3)).wait(10) == 3


def test_a_child_that_goes_on_obeys_when_it_is_told_to_stop():
    child = children.go_on(lambda: time.sleep(60))
    with pytest.raises(subprocess.TimeoutExpired):
        child.wait(0.05)
    child.send_signal(signal.SIGKILL)

    assert child.wait(10) == -signal.SIGKILL


def test_a_child_whose_parent_is_killed_is_told_to_stop():
    read, write = os.pipe()

    def parent() -> None:
        inner = children.go_on(lambda: time.sleep(60))
        os.write(write, b"%d" % inner._id)  # type: ignore[attr-defined]
        time.sleep(60)

    outer = children.go_on(parent)
    inner = int(os.read(read, 20))
    time.sleep(0.2)
    outer.kill()
    outer.wait(10)

    until = time.monotonic() + 10
    while _lives(inner) and time.monotonic() < until:
        time.sleep(0.02)
    assert not _lives(inner)


def _lives(process: int) -> bool:
    try:
        with open(f"/proc/{process}/stat") as file:
            return file.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False
