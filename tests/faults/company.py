"""A company of four people, small enough to be made anew for every crash run and benchmark."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from engine.bootstrap import Engine, Settings, build_engine, schema
from engine.deployment.bundle import DeployFile
from engine.deployment.deploy import Deploy
from engine.kernel.actor import Actor
from engine.organisation.commands.add_department import AddDepartment
from engine.organisation.commands.add_person import AddPerson
from engine.register_rows.write import WriteRegisterRow

SEED = Actor.system("seed")
LIN = Actor("lin", frozenset({"sales_assistant"}))
ZHOU = Actor("zhou", frozenset({"seal_keeper"}))
# One secret for all processes of a run: the audit chain is keyed with it.
SECRET = b"a secret of the crash runs alone, 32 bytes or more"
PEOPLE = (
    AddPerson("lin", "E01", "林晓岚", ("sales_assistant",), "sales", email="lin@example.com"),
    AddPerson("zhou", "E02", "周子墨", ("seal_keeper",), "sales", email="zhou@example.com"),
    AddPerson("he", "E03", "贺文", ("operator", "admin"), "sales", email="he@example.com"),
    AddPerson("ma", "E04", "马会芳", ("general_manager",), "sales", email="ma@example.com"),
)


def settings(url: str, data_dir: Path) -> Settings:
    data_dir.mkdir(parents=True, exist_ok=True)
    return Settings(data_dir, url, SECRET, outbox_dir=data_dir / "outbox")


def open_engine(url: str, data_dir: Path) -> Engine:
    return build_engine(settings(url, data_dir))


def found(engine: Engine, models: Iterable[Path]) -> None:
    """Schema, people, one seal, and the models of the folders."""
    schema.upgrade(engine.database)
    engine.execute(AddDepartment("sales", "销售部"), SEED)
    for person in PEOPLE:
        engine.execute(person, SEED)
    seal = {"seal_code": "Y1", "kind": "contract", "keeper": "zhou"}
    engine.execute(WriteRegisterRow("seals", values=seal), SEED)
    files = tuple(
        DeployFile(f"{folder.name}/{path.name}", path.read_bytes())
        for folder in models
        for path in sorted(folder.iterdir())
    )
    engine.execute(Deploy(files, "founded"), SEED)


def fill(url: str) -> None:
    """For the fixture `database_from`: a database with the models of the crash runs."""
    with TemporaryDirectory() as folder:
        engine = open_engine(url, Path(folder))
        found(engine, [Path(__file__).parent / "models"])
        engine.close()
