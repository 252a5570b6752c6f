"""Runs that begin at once leave each other alone, and sweep up only after the dead."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.support import run


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@pytest.fixture
def dead():
    """A process number that nobody has."""
    with subprocess.Popen([sys.executable, "-c", ""]) as child:
        child.wait()
    return child.pid


def folder_of(place, process, begun=None):
    made = place / f"neiqin-tests-{process}-abc"
    made.mkdir()
    if begun is not None:
        (made / "owner").write_text(begun, "ascii")
    return made


def test_what_a_killed_run_left_is_swept(place, dead):
    left = folder_of(place, dead, "1")
    run._sweep()

    assert not left.exists()


def test_a_run_that_lives_keeps_its_folder_from_its_first_moment(place):
    mine = folder_of(place, os.getpid(), run._begun(os.getpid()))
    just_made = folder_of(place, os.getppid())
    run._sweep()

    assert mine.exists()
    assert just_made.exists()


def test_a_number_that_was_given_to_another_process_owns_nothing(place):
    if not run._begun(os.getpid()):
        pytest.skip("this system does not say when a process began")
    left = folder_of(place, os.getpid(), "1")
    run._sweep()

    assert not left.exists()


def test_many_runs_may_begin_at_once(place, dead):
    for number in range(40):
        (place / f"neiqin-tests-{dead}-x{number}" / "deep").mkdir(parents=True)

    def begin(_number):
        with run._only_sweeper():
            run._sweep()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(begin, range(8)))
    assert list(place.glob("neiqin-tests-*")) == []
