"""The audit chain: append, verify, anchor.

hash = HMAC-SHA256(key, prev_hash || canonical row). The row's canonical form is the JSON object of all its
columns but the two hashes, keys sorted, no spaces, times as ISO 8601 in UTC with microseconds. This format is
final.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from engine.execution.tables import AUDIT, AUDIT_ANCHOR, AUDIT_HEAD
from engine.kernel import exact_json
from engine.kernel.actor import Actor
from engine.kernel.errors import ConcurrentChange
from engine.storage.prepared import Prepared

GENESIS = "0" * 64

_HEAD = Prepared(select(AUDIT_HEAD.c.seq, AUDIT_HEAD.c.hash).where(AUDIT_HEAD.c.chain == bindparam("c")))
_NEW_HEAD = Prepared(AUDIT_HEAD.insert(), ["chain", "seq", "hash"])
_MOVE_HEAD = Prepared(
    AUDIT_HEAD.update()
    .where(AUDIT_HEAD.c.chain == bindparam("c"), AUDIT_HEAD.c.seq == bindparam("was"))
    .values(seq=bindparam("new_seq"), hash=bindparam("new_hash"))
)
_ROW = Prepared(AUDIT.insert(), [column.name for column in AUDIT.columns])


@dataclass(frozen=True)
class ChainFault:
    """One place where the record does not hold. reason: changed, missing, head, anchor."""

    chain: str
    seq: int
    reason: str


def append(
    connection: Connection,
    key: bytes,
    *,
    chain: str,
    id: int,
    at: datetime,
    actor: Actor,
    action: str,
    object: str,
    instance_key: int | None,
    detail: Mapping[str, Any],
) -> None:
    """Adds a row to a chain. Raises ConcurrentChange when another step moved the chain's head meanwhile."""
    head = _HEAD.fetch_one(connection, {"c": chain})
    seq, prev = (0, GENESIS) if head is None else head
    row = {
        "chain": chain,
        "seq": seq + 1,
        "id": id,
        "at": at,
        "actor": actor.user_id,
        "on_behalf_of": actor.on_behalf_of,
        "action": action,
        "object": object,
        "instance_key": instance_key,
        "detail": exact_json.dumps(detail, canonical=True),
    }
    digest = row_hash(key, prev, row)
    _ROW.execute(connection, {**row, "prev_hash": prev, "hash": digest})
    if head is None:
        _NEW_HEAD.execute(connection, {"chain": chain, "seq": 1, "hash": digest})
    elif (
        _MOVE_HEAD.execute(connection, {"c": chain, "was": seq, "new_seq": seq + 1, "new_hash": digest}) != 1
    ):
        raise ConcurrentChange(chain=chain)


def row_hash(key: bytes, prev_hash: str, row: Mapping[str, Any]) -> str:
    moment = row["at"].astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    text = exact_json.dumps({**row, "at": moment}, canonical=True)
    return hmac.new(key, prev_hash.encode() + text.encode(), hashlib.sha256).hexdigest()


def verify(connection: Connection, key: bytes) -> Iterator[ChainFault]:
    """Walks every chain from first row to head, and the anchors. Yields each fault; silence is good."""
    heads = {chain: (seq, digest) for chain, seq, digest in connection.execute(select(AUDIT_HEAD))}
    seen: dict[str, tuple[int, str]] = {}
    rows = connection.execution_options(yield_per=1000).execute(
        select(AUDIT).order_by(AUDIT.c.chain, AUDIT.c.seq)
    )
    for found in rows.mappings():
        yield from _check_row(key, dict(found), seen)
    for chain in sorted(heads.keys() | seen.keys()):
        if heads.get(chain) != seen.get(chain):
            yield ChainFault(chain, heads.get(chain, (0, ""))[0], "head")
    yield from _verify_anchors(connection, key, seen)


def _check_row(key: bytes, row: dict[str, Any], seen: dict[str, tuple[int, str]]) -> Iterator[ChainFault]:
    chain, seq = row["chain"], row["seq"]
    last_seq, last_hash = seen.get(chain, (0, GENESIS))
    prev, digest = row.pop("prev_hash"), row.pop("hash")
    if seq != last_seq + 1:
        yield ChainFault(chain, last_seq + 1, "missing")
    elif prev != last_hash or not hmac.compare_digest(digest, row_hash(key, prev, row)):
        yield ChainFault(chain, seq, "changed")
    seen[chain] = (seq, digest)


def seal(connection: Connection, key: bytes, at: datetime) -> int:
    """Chains all heads into one anchor; returns its number."""
    last = connection.execute(
        select(AUDIT_ANCHOR.c.seq, AUDIT_ANCHOR.c.hash).order_by(AUDIT_ANCHOR.c.seq.desc()).limit(1)
    ).first()
    seq, prev = (1, GENESIS) if last is None else (last.seq + 1, last.hash)
    heads = {chain: [count, digest] for chain, count, digest in connection.execute(select(AUDIT_HEAD))}
    digest = _anchor_hash(key, prev, seq, at, heads)
    connection.execute(AUDIT_ANCHOR.insert().values(seq=seq, at=at, heads=heads, prev_hash=prev, hash=digest))
    return seq


def last_anchor_at(connection: Connection) -> datetime | None:
    return connection.execute(select(func.max(AUDIT_ANCHOR.c.at))).scalar()


def _anchor_hash(key: bytes, prev: str, seq: int, at: datetime, heads: Mapping[str, Any]) -> str:
    moment = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    text = exact_json.dumps({"seq": seq, "at": moment, "heads": heads}, canonical=True)
    return hmac.new(key, prev.encode() + text.encode(), hashlib.sha256).hexdigest()


def _verify_anchors(
    connection: Connection, key: bytes, seen: Mapping[str, tuple[int, str]]
) -> Iterator[ChainFault]:
    prev = GENESIS
    for number, row in enumerate(
        connection.execute(select(AUDIT_ANCHOR).order_by(AUDIT_ANCHOR.c.seq)), start=1
    ):
        good = row.seq == number and row.prev_hash == prev
        if not good or row.hash != _anchor_hash(key, prev, row.seq, row.at, row.heads):
            yield ChainFault("anchor", number, "anchor")
        prev = row.hash
        for chain, (count, digest) in row.heads.items():
            yield from _against_anchor(connection, chain, int(count), digest, seen)


def _against_anchor(
    connection: Connection, chain: str, count: int, digest: str, seen: Mapping[str, tuple[int, str]]
) -> Iterator[ChainFault]:
    now = seen.get(chain)
    if now is None or now[0] < count or (now[0] == count and now[1] != digest):
        yield ChainFault(chain, count, "anchor")
    elif now[0] > count:
        held = connection.execute(
            select(AUDIT.c.hash).where(AUDIT.c.chain == chain, AUDIT.c.seq == count)
        ).scalar()
        if held != digest:
            yield ChainFault(chain, count, "anchor")
