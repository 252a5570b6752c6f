"""Every field of every form of every process, and hostile values in each: refused at the field, or kept and
shown exactly as they were typed. Nothing fails, and nothing is run.

The forms are posted as they are; their copies without rules take what the rules would refuse, so that the
values get as far as any value can: into variables, pages, Word and Excel files.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from markupsafe import escape
from openpyxl import load_workbook

from engine.bootstrap import Engine, build_engine
from engine.bootstrap.registers import register_packages
from engine.deployment.bundle import DeployFile
from engine.deployment.deploy import Deploy
from engine.documents.templates import render
from engine.execution.tables import USER_TASK
from engine.kernel.actor import Actor
from engine.kernel.clock import FixedClock
from engine.organisation.commands.add_person import AddPerson
from engine.organisation.commands.set_password import SetPassword
from engine.organisation.roles import ROLES
from engine.processes.start import StartProcess
from engine.processes.view import variables
from engine.user_tasks.claim import ClaimTask
from forms.binding import get
from forms.components import ExpressionField, Field, FileField, TextField, in_scope
from forms.schema import read_form
from tests.engine.documents.kit import texts, word
from tests.support import hostile, models
from tests.webapp.conftest import PASSWORD, Browser
from tests.workflows.conftest import WORKFLOWS, fill, settings
from webapp.app import create_app
from webapp.sheet import workbook
from webapp.variables import LONGEST

SEED = Actor.system("seed")
FORMS = sorted(WORKFLOWS.rglob("*.form"))
WALKER = Actor("walker", frozenset(ROLES))
SHORT = {name: text for name, text in hostile.TEXTS.items() if len(text) <= 2_000}
LONG = {name: text for name, text in hostile.TEXTS.items() if len(text) > 2_000}
# What a form reads of a component without its rules; all else may hide, require, check or compute.
# What nobody types into: the house computes it, or shows it. Rows of lists have a test of their own.
NOT_TYPED = frozenset({"expression", "table", "dynamiclist"})
LEFT = frozenset({"type", "id", "key", "path", "label", "subtype", "values", "components", "layout", "text"})


def lax(path: Path) -> bytes:
    """The form without its rules: nothing is required, hidden, checked, fixed or kept from anybody."""
    form = json.loads(path.read_text("utf-8"))
    form["id"] = f"lax.{form['id']}"
    form["components"] = _all_loose(form["components"])
    return json.dumps(form, ensure_ascii=False).encode()


def _loose(component: dict[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in component.items() if name in LEFT}
    source = component.get("properties", {}).get("source")
    if source is not None:
        kept["properties"] = {"source": source}
    if "components" in kept:
        kept["components"] = _all_loose(kept["components"])
    return kept


def _all_loose(components: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [_loose(one) for one in components if one["type"] not in NOT_TYPED]


def _process(name: str, form_id: str) -> bytes:
    return models.process(models.task("Fill", form=form_id), "s>Fill Fill>e", name)


def _fill(url: str) -> None:
    fill(url, Path("/nonexistent"))
    engine = build_engine(settings(url, Path("/nonexistent")), clock=FixedClock("2026-05-20T00:30:00+00:00"))
    engine.execute(AddPerson(WALKER.user_id, "W01", "<b>{{7*7}}</b>'\"", tuple(ROLES)), SEED)
    engine.execute(SetPassword(WALKER.user_id, PASSWORD, must_change=False), SEED)
    files = []
    for number, path in enumerate(FORMS):
        form_id = read_form(path.read_bytes(), path.name).id
        files.append(DeployFile(f"Strict{number}/process.bpmn", _process(f"Strict{number}", form_id)))
        files.append(DeployFile(f"Lax{number}/process.bpmn", _process(f"Lax{number}", f"lax.{form_id}")))
        files.append(DeployFile(f"Lax{number}/{path.stem}.form", lax(path)))
    engine.execute(Deploy(tuple(files), "tests"), SEED)
    engine.close()


@pytest.fixture
def engine(make_databases: Any, tmp_path: Path) -> Iterator[Engine]:
    """On one database: both are asked to keep such values in `tests/engine/execution`."""
    register_packages()
    url = make_databases("sqlite").copy_of(_fill)
    made = build_engine(settings(url, tmp_path), clock=FixedClock("2026-05-20T01:00:00+00:00"))
    yield made
    made.close()


@pytest.fixture
def browser(engine: Engine) -> Browser:
    app = create_app(engine)
    app.testing = True
    app.config["PROPAGATE_EXCEPTIONS"] = False
    one = Browser(app)
    one.sign_in(WALKER.user_id)
    return one


class Sheet:
    """One form in a browser, on a task that is claimed."""

    def __init__(self, engine: Engine, browser: Browser, process: str, form: bytes) -> None:
        self.engine, self.browser, self.process = engine, browser, process
        self.form = read_form(form, "x.form")
        typed = [one for one in in_scope(self.form.components) if isinstance(one, Field)]
        self.fields = [one for one in typed if not isinstance(one, FileField | ExpressionField)]
        self.anew()

    def anew(self) -> None:
        self.case = int(self.engine.execute(StartProcess(self.process), WALKER)["instance_key"])
        with self.engine.read() as reader:
            query = USER_TASK.select().where(USER_TASK.c.instance_key == self.case)
            self.task = reader.connection.execute(query).mappings().one()["key"]
        self.engine.execute(ClaimTask(self.task), WALKER)

    def send(self, typed: Mapping[str, str], door: str = "") -> Any:
        """The page's answer; the text goes out in bytes as a browser's would."""
        page = self.browser.get(f"/tasks/{self.task}").text
        found = re.search(r'name="revision" value="(\d+)"', page)
        assert found is not None
        data = {"csrf_token": self.browser.token, "revision": found[1], **typed}
        body = urlencode(data, errors="surrogatepass").encode()
        kind = "application/x-www-form-urlencoded"
        return self.browser.client.post(f"/tasks/{self.task}{door}", data=body, content_type=kind)


@pytest.fixture(
    params=range(len(FORMS)), ids=lambda number: f"{FORMS[number].parent.name}/{FORMS[number].stem}"
)
def number(request: pytest.FixtureRequest) -> int:
    found: int = request.param
    return found


@pytest.fixture
def strict(engine: Engine, browser: Browser, number: int) -> Sheet:
    return Sheet(engine, browser, f"Strict{number}", FORMS[number].read_bytes())


@pytest.fixture
def loose(engine: Engine, browser: Browser, number: int) -> Sheet:
    return Sheet(engine, browser, f"Lax{number}", lax(FORMS[number]))


def control(page: str, field: Field) -> str | None:
    """The control of a field as it stands in the page, None where it is not shown."""
    found = re.search(
        rf'<(textarea|input|select)\b[^<>]*? name="{re.escape(field.name)}"[^<>]*>(?:[^<]*</textarea>)?', page
    )
    return found[0] if found else None


def is_refused(page: str, field: Field) -> bool:
    """A sentence stands at the field."""
    return re.search(rf'id="f-{re.escape(field.name)}-error"', page) is not None


def is_literal(shown: str, text: str) -> bool:
    """The text as it was typed, and none of it markup."""
    escaped = str(escape(text))
    return f'value="{escaped}"' in shown or f">\n{escaped}</textarea>" in shown


def test_a_form_refuses_a_hostile_value_at_its_field_or_shows_it_as_typed(strict: Sheet) -> None:
    for name, text in SHORT.items():
        answer = strict.send({field.name: text for field in strict.fields})
        if "\0" in text:
            assert answer.status_code == 400
            assert f"「{strict.fields[0].name}」" in answer.text
            continue
        assert answer.status_code in (303, 422), name
        for field in strict.fields:
            shown = control(answer.text, field)
            if isinstance(field, TextField) and shown is not None and not is_refused(answer.text, field):
                assert is_literal(shown, text), (name, field.name, shown)
        if answer.status_code == 303:
            strict.anew()


def test_a_draft_keeps_a_hostile_value_as_typed(loose: Sheet) -> None:
    for name, text in SHORT.items():
        answer = loose.send({field.name: text for field in loose.fields}, "/draft")
        assert answer.status_code == (400 if "\0" in text else 303), name
        page = loose.browser.get(f"/tasks/{loose.task}")
        assert page.status_code == 200, name
        for field in loose.fields:
            if isinstance(field, TextField) and "\0" not in text:
                assert is_literal(control(page.text, field) or "", text), (name, field.name)


def test_what_is_too_long_is_refused_at_its_field(loose: Sheet) -> None:
    for name, text in LONG.items():
        for field in loose.fields:
            answer = loose.send({field.name: text})
            if answer.status_code == 303:
                assert isinstance(field, TextField)
                assert get(_kept(loose), field.path) == text, (name, field.name)
                loose.anew()
            else:
                assert answer.status_code == 422, (name, field.name)
                assert is_refused(answer.text, field), (name, field.name)


def test_what_a_form_takes_is_kept_and_shown_everywhere_as_typed(loose: Sheet) -> None:
    everything = []
    for name, text in SHORT.items():
        loose.anew()
        answer = loose.send({field.name: text for field in loose.fields})
        taken = [field for field in loose.fields if not is_refused(answer.text, field)]
        if answer.status_code == 422:
            answer = loose.send({field.name: text for field in taken})
        assert answer.status_code == (400 if "\0" in text else 303), name
        fields = [field for field in taken if isinstance(field, TextField)]
        if answer.status_code == 303 and fields:
            typed = text.replace("\r\n", "\n").strip()
            kept = _kept(loose)
            assert [get(kept, field.path) for field in fields] == [typed] * len(fields), name
            _shows(loose, typed)
            everything.append(typed)
    template = word(*[f"{{{{ typed[{place}] }}}}" for place in range(len(everything))])
    assert texts(render(template, {"typed": everything})) == everything
    out = io.BytesIO()
    workbook("t", ["t"], ["text"], [[typed] for typed in everything], out)
    sheet: Any = load_workbook(out).active
    cells = [row[0] for row in sheet.iter_rows(min_row=2)]
    assert [cell.value for cell in cells] == everything
    assert {cell.data_type for cell in cells} <= {"s"}


def _shows(sheet: Sheet, typed: str) -> None:
    """The text is text on the pages of the case."""
    for page in (f"/tasks/{sheet.task}", "/inbox?scope=done", "/instances", f"/instances/{sheet.case}"):
        answer = sheet.browser.get(page)
        assert answer.status_code == 200, page
        assert "<script>alert" not in answer.text
    assert str(escape(typed[:LONGEST])) in answer.text


def _kept(sheet: Sheet) -> dict[str, Any]:
    with sheet.engine.read() as reader:
        return variables(reader, WALKER, sheet.case)
