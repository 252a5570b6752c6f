"""A small load client: so many connections, each sends its next request when the last one is answered."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field

# The whole of a request, or None when there is nothing left to ask.
NextRequest = Callable[[], bytes | None]


@dataclass
class Outcome:
    """seconds: of each answer; statuses: how many of each."""

    seconds: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)
    took: float = 0.0

    @property
    def rate(self) -> float:
        return len(self.seconds) / self.took


def run(port: int, next_request: NextRequest, connections: int, most_seconds: float) -> Outcome:
    """Asks until there is nothing left or the time is over."""
    outcome = Outcome()
    began = time.perf_counter()
    asyncio.run(_all(port, next_request, connections, began + most_seconds, outcome))
    outcome.took = time.perf_counter() - began
    return outcome


def request(method: str, path: str, port: int, cookie: str = "", body: bytes = b"") -> bytes:
    head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookie}\r\n"
    if method == "POST":
        head += f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
    return head.encode() + b"\r\n" + body


async def _all(
    port: int, next_request: NextRequest, connections: int, until: float, outcome: Outcome
) -> None:
    await asyncio.gather(*(_one(port, next_request, until, outcome) for _ in range(connections)))


async def _one(port: int, next_request: NextRequest, until: float, outcome: Outcome) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while time.perf_counter() < until and (sent := next_request()) is not None:
        began = time.perf_counter()
        writer.write(sent)
        status, _ = await _answer(reader)
        outcome.seconds.append(time.perf_counter() - began)
        outcome.statuses[status] = outcome.statuses.get(status, 0) + 1
    writer.close()
    await writer.wait_closed()


async def _answer(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    head = await reader.readuntil(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    fields = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
    status = int(lines[0].split(" ")[1])
    body = b""
    if fields.get("transfer-encoding") == "chunked":
        while size := int((await reader.readline()).strip(), 16):
            body += (await reader.readexactly(size + 2))[:-2]
        await reader.readline()
    elif length := int(fields.get("content-length", "0")):
        body = await reader.readexactly(length)
    return status, body
