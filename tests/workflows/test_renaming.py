"""Every scenario holds when all processes, elements, forms and fields bear names that nobody has seen."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.bootstrap import Engine, build_engine
from engine.deployment.deploy import Deploy
from engine.kernel.actor import Actor
from engine.kernel.clock import FixedClock
from engine.seeds.company import seed_company
from engine.seeds.company_file import DEPLOYED_BEFORE, read_company
from engine.seeds.scenarios.compare import differences
from engine.seeds.scenarios.play import play
from engine.seeds.scenarios.read import read_scenario
from engine.storage.database import Database
from engine.storage.metadata import METADATA
from tests.support.source import ROOT
from tests.workflows import conftest
from tests.workflows.renaming import expressions, operation_outputs, rename
from tests.workflows.renaming.names import Names
from webapp.commands.definitions import collect

WORKFLOWS = ROOT / "workflows"
SEED = 20260520
SCENARIOS = sorted(path.relative_to(WORKFLOWS) for path in WORKFLOWS.rglob("scenarios/*.yaml"))


@pytest.fixture(scope="module")
def renamed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Names]:
    folder = tmp_path_factory.mktemp("renamed") / "workflows"
    return folder, rename(WORKFLOWS, folder, SEED, operation_outputs())


@pytest.fixture(scope="module")
def filled(renamed: tuple[Path, Names], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the company and the renamed processes."""
    path = tmp_path_factory.mktemp("filled") / "neiqin.db"
    database = Database(f"sqlite:///{path}")
    with database.begin() as connection:
        METADATA.create_all(connection)
    database.dispose()
    company = read_company()
    engine = _engine(path, FixedClock(company.opens_at - DEPLOYED_BEFORE))
    seed_company(engine, company)
    engine.execute(Deploy(collect([renamed[0]]), "renamed"), Actor.system("seed"))
    engine.close()
    return path


def _engine(path: Path, clock: FixedClock) -> Engine:
    return build_engine(conftest.settings(f"sqlite:///{path}", path.parent), clock=clock)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock("2026-05-20T01:00:00+00:00")


@pytest.fixture
def engine(filled: Path, tmp_path: Path, clock: FixedClock) -> Iterator[Engine]:
    made = _engine(Path(shutil.copy(filled, tmp_path)), clock)
    yield made
    made.close()


@pytest.mark.parametrize("path", SCENARIOS, ids=[f"{path.parts[-3]}/{path.stem}" for path in SCENARIOS])
def test_scenario_holds_under_other_names(
    engine: Engine, clock: FixedClock, renamed: tuple[Path, Names], path: Path
) -> None:
    folder, names = renamed
    scenario = read_scenario(folder / names.ids[path.parts[0]] / Path(*path.parts[1:]))

    played = play(engine, clock, scenario)

    assert differences(engine, scenario, played) == []


def test_no_old_id_is_left_in_any_file(renamed: tuple[Path, Names]) -> None:
    folder, names = renamed
    left = {
        f"{path.name}: {word}"
        for path in folder.rglob("*")
        if path.suffix in (".bpmn", ".dmn", ".form", ".yaml") or path.name == "en.json"
        # A form's id is its process's with a point, and so is a catalogue's key of a field.
        for word in re.findall(r"[\w-]+(?:\.[\w-]+)*", path.read_text("utf-8"))
        if word in names.ids and word not in names.fields
    }

    assert left == set()


def test_all_of_it_can_be_renamed_twice(renamed: tuple[Path, Names], tmp_path: Path) -> None:
    folder, names = renamed

    again = rename(folder, tmp_path / "again", SEED + 1, operation_outputs())

    assert set(again.fields) == set(names.fields.values())
    assert set(again.ids) == set(names.ids.values())


@pytest.mark.parametrize(
    ("text", "renamed_text"),
    [
        ("title", "x"),
        ("title.title", "x.title"),
        ('"title" + title', '"title" + x'),
        ("{title: title}.title", "{title: x}.title"),
        ("{title: 1, other: title}", "{title: 1, other: title}"),
        ("for title in pages return title", "for title in y return title"),
        ("some p in pages satisfies p = title", "some p in y satisfies p = x"),
        ("function(title) title + pages", "function(title) title + y"),
        ("count(pages[item > title])", "count(y[item > x])"),
        ("title(pages)", "title(y)"),
        ("titles", "titles"),
        ("if title = null then pages else -pages", "if x = null then y else -y"),
    ],
)
def test_only_what_an_expression_takes_from_the_case_is_renamed(text: str, renamed_text: str) -> None:
    assert expressions.expression(text, {"title": "x", "pages": "y"}) == renamed_text


def test_names_in_the_texts_of_a_form_are_renamed() -> None:
    text = "**title** {{title}} {{#loop pages}}{{this.title}}{{#if title = 1}}!{{/if}}{{/loop}}"

    assert expressions.words(text, {"title": "x", "pages": "y"}) == (
        "**title** {{x}} {{#loop y}}{{this.title}}{{#if x = 1}}!{{/if}}{{/loop}}"
    )
