"""Messages between the server and its child: a JSON head and a body of bytes, each with its length before it.

No pickle: what comes back from a child that read an uploaded file is data and can not run code here.
"""

from __future__ import annotations

import struct
from typing import Any, BinaryIO

from engine.kernel import exact_json

LENGTHS = struct.Struct("<II")
LONGEST = 120 * 1024 * 1024


def pack_frame(head: dict[str, Any], body: bytes) -> bytes:
    text = exact_json.dumps(head).encode()
    return LENGTHS.pack(len(text), len(body)) + text + body


def frame_length(start: bytes) -> int:
    """Length of the whole frame that begins with these 8 bytes. Raises ValueError when it is too long."""
    head, body = LENGTHS.unpack(start[: LENGTHS.size])
    if head + body > LONGEST:
        raise ValueError("frame too long")
    return LENGTHS.size + int(head) + int(body)


def unpack_frame(frame: bytes) -> tuple[dict[str, Any], bytes]:
    head_length, _ = LENGTHS.unpack(frame[: LENGTHS.size])
    text = frame[LENGTHS.size : LENGTHS.size + head_length]
    head: dict[str, Any] = exact_json.loads(text.decode())
    return head, frame[LENGTHS.size + head_length :]


def read_frame(stream: BinaryIO) -> tuple[dict[str, Any], bytes] | None:
    """The next frame, waiting for it; None when the other side has gone."""
    start = stream.read(LENGTHS.size)
    if len(start) < LENGTHS.size:
        return None
    rest = stream.read(frame_length(start) - LENGTHS.size)
    return unpack_frame(start + rest)
