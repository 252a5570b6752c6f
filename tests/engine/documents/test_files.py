"""The store of files by content."""

from __future__ import annotations

import hashlib
import io
import os
import threading
from datetime import UTC, datetime, timedelta

import pytest

from engine.documents.files import FileStore
from engine.kernel.errors import InvalidInput, NotFound

NOW = datetime(2026, 5, 20, 1, 0, tzinfo=UTC)
CONTRACT = "销售合同".encode() * 1000


@pytest.fixture
def store(tmp_path):
    return FileStore(tmp_path / "files")


def put(store, content: bytes = CONTRACT) -> str:
    return store.put(io.BytesIO(content)).sha256


def make_old(store, sha256: str, days: int = 2) -> None:
    moment = (NOW - timedelta(days=days)).timestamp()
    os.utime(store._path(sha256), (moment, moment))


def test_a_file_is_found_by_its_content(store, tmp_path):
    stored = store.put(io.BytesIO(CONTRACT))

    assert (stored.sha256, stored.size) == (hashlib.sha256(CONTRACT).hexdigest(), len(CONTRACT))
    assert (tmp_path / "files" / stored.sha256[:2] / stored.sha256).read_bytes() == CONTRACT
    with store.open(stored.sha256) as content:
        assert content.read() == CONTRACT
    assert store.exists(stored.sha256)
    assert store.is_intact(stored.sha256)


def test_the_same_content_is_kept_once(store):
    assert put(store) == put(store)
    assert list((store._root / "incoming").iterdir()) == []


def test_a_file_is_synced_before_it_has_its_name_and_the_folder_after(store, monkeypatch):
    done = []
    sync, replace = os.fsync, os.replace
    monkeypatch.setattr(os, "fsync", lambda handle: (done.append("sync"), sync(handle))[1])
    monkeypatch.setattr(os, "replace", lambda *names: (done.append("name"), replace(*names))[1])

    put(store)

    assert done[0] == "sync"
    assert done[-1] == "sync"
    assert "name" in done[1:-1]


def test_only_the_owner_may_read_the_files(store):
    sha256 = put(store)

    assert store._path(sha256).stat().st_mode & 0o777 == 0o600


def test_a_file_that_is_too_large_is_refused_and_leaves_nothing(tmp_path):
    store = FileStore(tmp_path / "files", most_bytes=1000)

    with pytest.raises(InvalidInput) as refused:
        store.put(io.BytesIO(bytes(1001)))

    assert refused.value.facts["fields"]["file"][0].code == "file_too_large"
    assert [path for path in (tmp_path / "files").rglob("*") if path.is_file()] == []


def test_a_stream_that_breaks_leaves_nothing(store):
    class Broken(io.BytesIO):
        def read(self, size=-1):
            raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        store.put(Broken())

    assert list((store._root / "incoming").iterdir()) == []


@pytest.mark.parametrize("name", ["../../etc/passwd", "A" * 64, "", "a" * 63, "a" * 64 + "\n", "incoming"])
def test_what_is_no_hash_names_no_file(store, name):
    assert not store.exists(name)
    with pytest.raises(NotFound):
        store.open(name)


def test_a_damaged_file_is_seen(store):
    sha256 = put(store)
    store._path(sha256).write_bytes(b"other")

    assert not store.is_intact(sha256)


def test_an_orphan_is_swept_after_a_day_and_a_named_file_never(store):
    named, orphan, young = put(store, b"named"), put(store, b"orphan"), put(store, b"young")
    make_old(store, named)
    make_old(store, orphan)
    os.utime(store._path(young), (NOW.timestamp(), NOW.timestamp()))

    assert store.sweep(lambda hashes: {named} & set(hashes), NOW) == [orphan]
    assert [store.exists(one) for one in (named, orphan, young)] == [True, False, True]


def test_an_orphan_that_is_uploaded_again_is_kept(store):
    orphan = put(store)
    make_old(store, orphan)
    put(store)

    assert store.sweep(lambda hashes: set(), NOW) == []


def test_an_orphan_that_is_uploaded_while_the_sweep_asks_is_kept(store):
    orphan = put(store)
    make_old(store, orphan)

    def asked(hashes):
        put(store)
        return set()

    assert store.sweep(asked, NOW) == []
    assert store.exists(orphan)


def test_uploads_that_were_cut_off_are_swept(store):
    cut_off = store._root / "incoming" / "abc"
    cut_off.write_bytes(b"half")
    os.utime(cut_off, ((NOW - timedelta(days=2)).timestamp(),) * 2)

    store.sweep(lambda hashes: set(), NOW)

    assert not cut_off.exists()


def test_many_uploads_of_the_same_file_at_once_are_one_file(store):
    threads = [threading.Thread(target=put, args=(store,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert store.is_intact(hashlib.sha256(CONTRACT).hexdigest())
