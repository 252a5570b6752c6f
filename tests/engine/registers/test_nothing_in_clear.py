"""No password and no identity number stands in clear in the database, its file, the log or a letter."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from engine.bootstrap import Engine
from engine.jobs.housekeeping import look_after_registers
from engine.kernel.errors import EngineError, InvalidInput
from engine.register_rows.write import WriteRegisterRow
from engine.registers.identities.queries import REGISTER as IDENTITIES
from engine.registers.platform_accounts.decide import DecideReveal
from engine.registers.platform_accounts.queries import REGISTER as ACCOUNTS
from engine.registers.platform_accounts.set_password import SetPassword
from engine.registers.shared.export import export
from tests.engine.registers.vault import CLERK, LEAD, PASSWORD, QUOTING, ask, key_of, put_in, show

NUMBER = "11010519491231002X"
WRONG = "110105194912310020"


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Everything that is logged, statements of the database included."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    root, before = logging.getLogger(), logging.getLogger().level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield stream
    root.removeHandler(handler)
    root.setLevel(before)


def whole_database(engine: Engine) -> str:
    """Every row of every table and view, and of SQLite the file itself with its journal."""
    with engine.database.read() as connection:
        inspector = inspect(connection)
        names = [*inspector.get_table_names(), *inspector.get_view_names()]
        rows = [str(connection.execute(text(f'SELECT * FROM "{name}"')).all()) for name in names]
    files = []
    if engine.database.is_sqlite:
        path = Path(engine.settings.database_url.removeprefix("sqlite:///"))
        files = [one.read_bytes().decode("utf-8", "replace") for one in path.parent.glob(f"{path.name}*")]
    return "\n".join([*rows, *files])


def test_what_is_secret_stands_nowhere_in_clear(engine: Engine, log: io.StringIO) -> None:
    put_in(engine, QUOTING)
    reveal = ask(engine, QUOTING)
    engine.execute(DecideReveal(reveal, True), LEAD)
    assert show(engine, reveal) == PASSWORD
    engine.execute(SetPassword(key_of(engine, QUOTING), PASSWORD + "2"), CLERK, idempotency_key="again")
    posted = {"person": ["jintao"], "id_card": [NUMBER]}
    engine.execute(WriteRegisterRow("identities", posted=posted), LEAD, idempotency_key="number")
    with pytest.raises(InvalidInput):
        engine.execute(WriteRegisterRow("identities", posted=posted | {"id_card": [WRONG]}), LEAD)
    with pytest.raises(EngineError):
        engine.execute(SetPassword(1, PASSWORD), LEAD)
    look_after_registers(engine)

    everything = whole_database(engine) + log.getvalue()
    for secret in (PASSWORD, NUMBER, WRONG, NUMBER[6:14]):
        assert secret not in everything
    assert "qinglan-cl" in everything


def test_no_export_search_or_print_of_a_command_holds_one(engine: Engine) -> None:
    put_in(engine, QUOTING)
    lead = frozenset({"sales_assistant_lead", "auditor"})
    with engine.read() as reader:
        assert not ACCOUNTS.list(reader, {}, PASSWORD).rows
        assert not IDENTITIES.list(reader, {}, "0014").rows
        rows = [*ACCOUNTS.list(reader, {}).rows, *IDENTITIES.list(reader, {}).rows]
        zone = reader.services.zone
        sheets = [
            export(one, one.list(reader, {}).rows, language="zh-Hans", zone=zone, roles=lead)
            for one in (ACCOUNTS, IDENTITIES)
        ]
    told = str(rows) + str(sheets) + repr(SetPassword(1, PASSWORD))

    assert PASSWORD not in told
    assert "990101198101150014" not in told
    assert not {"sealed", "id_card_enc", "person_key"} & {name for row in rows for name in row}
