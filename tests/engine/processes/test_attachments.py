"""Files of a case: who may see the case may see them, but those of a hidden field."""

from __future__ import annotations

import pytest

from engine.execution.tables import ATTACHMENT, HISTORY
from engine.kernel.errors import NotFound
from engine.processes import view
from engine.processes.attach import AttachFile
from engine.user_tasks.complete import CompleteTask
from tests.support.company import Upload
from tests.support.models import field, form, task

FORM = form(
    "P.a",
    field("scan", "filepicker"),
    field("salary", "filepicker", see="legal_reviewer", edit="legal_reviewer"),
)


@pytest.fixture
def instance(company):
    """A legal reviewer filed an open and a confidential paper."""
    company.draw(task("a", "legal_reviewer", form="P.a") + task("b"), "s>a a>b b>e", forms=[FORM])
    instance = company.start()
    company.claim(instance, "a", "xujing")
    files = {"scan": [Upload("open.pdf")], "salary": [Upload("salary.pdf", b"%PDF-1.4 salary")]}
    company.execute(CompleteTask(company.task(instance, "a")["key"], {}, files=files), "xujing")
    return instance


def listed(company, who, instance):
    with company.engine.read() as reader:
        return [row["filename"] for row in view.documents(reader, company.actor(who), instance)]


def test_an_uploaded_file_is_kept_with_who_and_when(company, instance):
    command = AttachFile(instance, "b.pdf", "application/pdf", 3, "0" * 64)
    key = company.execute(command, "linxiaolan")["attachment_key"]

    row = company.rows(ATTACHMENT, key=key)[0]
    assert (row["source"], row["added_by"], row["added_at"]) == ("upload", "linxiaolan", company.clock.now())
    assert company.rows(HISTORY, kind="attached")[0]["facts"]["filename"] == "b.pdf"


def test_who_may_see_the_field_sees_all_its_files(company, instance):
    assert listed(company, "xujing", instance) == ["open.pdf", "salary.pdf"]


def test_the_file_of_a_hidden_field_is_not_listed(company, instance):
    assert listed(company, "linxiaolan", instance) == ["open.pdf"]


def test_the_file_of_a_hidden_field_is_not_lent_either(company, instance):
    key = company.rows(ATTACHMENT, filename="salary.pdf")[0]["key"]
    with company.engine.read() as reader:
        assert view.attachment(reader, company.actor("xujing"), key)["filename"] == "salary.pdf"
        with pytest.raises(NotFound):
            view.attachment(reader, company.actor("linxiaolan"), key)


def test_a_file_is_added_to_no_task_of_another_case(company, instance):
    other = company.start()
    key = company.task(other, "a")["key"]
    with pytest.raises(NotFound):
        company.execute(AttachFile(instance, "b.pdf", "application/pdf", 3, "0" * 64, key), "linxiaolan")

    assert company.rows(ATTACHMENT, filename="b.pdf") == []
