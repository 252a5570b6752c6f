"""Filling Word templates."""

from __future__ import annotations

import io
import threading
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import docx
import pytest

from engine.documents.faults import DocumentFault
from engine.documents.templates import render
from engine.documents.worker.pool import Pool
from tests.engine.documents.kit import SEAL_FORM, cells, parts, texts, word

HOSTILE = [
    "{{ 7*7 }}",
    "{_{ 7*7 }_}",
    "{% for a in b %}",
    "{# remark #}",
    "{{secrets.KEY}}",
    "=1+1",
    "</w:t></w:r></w:p><w:p><w:r><w:t>FAKE APPROVAL",
    "<w:br/>&amp;<![CDATA[x]]>",
    "a\tb",
    "第一行\n第二行",
    "𠮷野家 😀 ½",
]


def fault(template: bytes, context: dict, **kwargs) -> dict:
    with pytest.raises(DocumentFault) as failed:
        render(template, context, **kwargs)
    return failed.value.facts


def test_fields_rows_and_amounts_are_filled():
    template = word(
        "{{ title }}：{{ amount|money }} 元（{{ amount|cn_upper }}），{{ signed_on|date }}",
        rows=(
            ("{%tr for line in lines %}", ""),
            ("{{ loop.index }}", "{{ line.name }}"),
            ("{%tr endfor %}", ""),
        ),
    )
    context = {
        "title": "借款单",
        "amount": Decimal("80000"),
        "signed_on": date(2026, 5, 20),
        "lines": [{"name": "标书费"}, {"name": "邮寄费"}],
    }

    document = render(template, context)

    assert texts(document)[0] == "借款单：80,000.00 元（捌万元整），2026年5月20日"
    assert cells(document) == [["1", "标书费"], ["2", "邮寄费"]]


@pytest.mark.parametrize("typed", HOSTILE)
def test_what_a_person_typed_is_printed_as_it_was_typed(typed):
    assert texts(render(word("{{ comment }}"), {"comment": typed})) == [typed]


def test_a_page_break_or_a_bell_in_a_field_is_no_new_paragraph():
    assert texts(render(word("{{ comment }}"), {"comment": "a\fb\x07c\x00d\r\ne"})) == ["abcd\ne"]


def test_the_title_of_the_document_is_text_too():
    template = docx.Document()
    template.core_properties.title = "{{ title }}"
    stream = io.BytesIO()
    template.save(stream)

    document = docx.Document(io.BytesIO(render(stream.getvalue(), {"title": "A & B <C>"})))

    assert document.core_properties.title == "A & B <C>"


def test_headers_and_footers_are_filled():
    template = docx.Document()
    template.sections[0].header.paragraphs[0].text = "{{ company }}"
    template.sections[0].footer.paragraphs[0].text = "编号 {{ number }}"
    stream = io.BytesIO()
    template.save(stream)

    section = docx.Document(
        io.BytesIO(render(stream.getvalue(), {"company": "青澜", "number": "YY-1"}))
    ).sections[0]

    assert (section.header.paragraphs[0].text, section.footer.paragraphs[0].text) == ("青澜", "编号 YY-1")


def test_an_absent_field_and_null_are_empty():
    template = word(
        "[{{ a }}][{{ b }}][{{ c.d.e }}]"
        "[{{ a|money }}][{{ a|date }}]{% if a > 1 %}x{% endif %}[{{ a|default('无') }}]"
    )

    assert texts(render(template, {"b": None})) == ["[][][][][][无]"]


def test_yes_and_no_are_chinese_and_numbers_are_plain():
    assert texts(
        render(word("{{ a }}{{ b }} {{ c }} {{ d }}"), {"a": True, "b": False, "c": Decimal("1E+3"), "d": 4})
    ) == ["是否 1000 4"]


def test_marks_show_which_boxes_are_ticked():
    template = word(
        "{{ seals|mark('company') }}{{ seals|mark('finance') }}"
        "{{ kind|mark('a') }}{{ yes|mark }}{{ yes|mark(false) }}"
    )

    assert texts(render(template, {"seals": ["company"], "kind": "b", "yes": True})) == ["☑☐☐☑☐"]


def test_an_instant_is_shown_on_the_wall_clock_of_the_company():
    moment = datetime(2026, 5, 20, 8, 40, tzinfo=UTC)

    assert texts(render(word("{{ at|datetime }}"), {"at": moment})) == ["2026年5月20日 16:40"]


def test_the_same_template_and_data_give_the_same_bytes():
    assert render(word("{{ a }}"), {"a": "x"}) == render(word("{{ a }}"), {"a": "x"})


def test_calculating_in_a_template_is_exact():
    document = render(word("{{ 0.1 * 3 }} {{ price * 2 }}"), {"price": Decimal("19.99")})

    assert texts(document) == ["0.3 39.98"]


@pytest.mark.parametrize("value", [object(), {1, 2}, 1.5, b"bytes", print, type("Row", (), {"name": "x"})()])
def test_what_is_no_plain_data_never_reaches_a_template(value):
    assert fault(word("{{ a }}"), {"a": value})["reason"] == "document_value_unknown"


@pytest.mark.parametrize(
    ("name", "value"),
    [("money", "much"), ("money", Decimal("1E+20")), ("date", "20.5.2026"), ("cn_upper", True)],
)
def test_a_value_that_a_filter_can_not_format_is_named(name, value):
    facts = fault(word(f"{{{{ a|{name} }}}}"), {"a": value})

    assert (facts["reason"], facts["filter"]) == ("document_value_unreadable", name)


def test_a_file_that_is_no_template_is_a_named_fault():
    assert fault(b"nothing", {}) == {
        "reason": "document_template_unusable", "detail": "template_not_zip", "part": "",
    }  # fmt: skip


def test_a_loop_that_takes_too_much_time_is_ended_and_the_next_document_is_made():
    pool = Pool(cpu_seconds=1)
    loops = "{% for a in range(n) %}{% for b in range(n) %}{% for c in range(n) %}" + "{% endfor %}" * 3
    try:
        assert fault(word(loops), {"n": 1000}, pool=pool)["reason"] == "document_worker_lost"
        assert texts(render(word("{{ a }}"), {"a": "x"}, pool=pool)) == ["x"]
    finally:
        pool.close()


def test_a_child_that_does_not_answer_in_time_is_ended():
    pool = Pool(cpu_seconds=30, wall_seconds=0.001)
    try:
        assert fault(word("x"), {}, pool=pool)["reason"] == "document_time_limit"
    finally:
        pool.close()


def test_a_template_that_eats_memory_is_ended():
    doubling = "{% set a = 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' %}" + "{% set a = a ~ a %}" * 40

    assert fault(word(doubling), {})["reason"] in {"document_memory_limit", "document_worker_lost"}


def test_the_child_knows_nothing_of_the_servers_secrets(monkeypatch):
    monkeypatch.setenv("NEIQIN_SECRET_KEY", "very secret")
    pool = Pool()
    try:
        render(word("x"), {}, pool=pool)
        (child,) = pool._idle
        with open(f"/proc/{child._process.pid}/environ", "rb") as environment:
            assert b"very secret" not in environment.read()
    finally:
        pool.close()


def test_children_are_replaced_after_their_share_of_jobs(monkeypatch):
    monkeypatch.setattr("engine.documents.worker.pool.JOBS_PER_CHILD", 2)
    pool = Pool()
    try:
        pids = []
        for _ in range(4):
            pids.append(pool._idle[0]._process.pid if pool._idle else None)
            render(word("x"), {}, pool=pool)
        assert pids[1] not in (None, pids[3])
    finally:
        pool.close()


def test_documents_asked_for_at_once_do_not_mix():
    template, made = word("{{ a }}"), {}

    def make(number: int) -> None:
        made[number] = texts(render(template, {"a": str(number)}))

    threads = [threading.Thread(target=make, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert made == {number: [str(number)] for number in range(8)}


def test_a_filled_seal_form_opens_and_holds_no_placeholder():
    step = {
        "role_name": "法务",
        "approver_name": "许静",
        "decision": "approved",
        "comment": "同意",
        "decided_at": "2026-05-20T14:03:00+08:00",
    }
    context = {
        "company": "青澜生物技术(演示)有限公司",
        "number": "YY-2026-0001",
        "applicant_name": "周子墨",
        "doc_type": "sales_contract",
        "title": "产品销售合同",
        "copies": 4,
        "pages": 12,
        "impressions": 8,
        "seals": ["contract"],
        "cross_page": True,
        "out_of_office": False,
        "approvals": [step],
        "keeper_name": "马会芳",
        "used_at": "2026-05-20T16:40:00+08:00",
        "impressions_made": 8,
        "file_matches": True,
    }

    document = render(SEAL_FORM.read_bytes(), context)

    rows = [" ".join(dict.fromkeys(row)) for row in cells(document)]
    assert "文件类别 销售合同 文件编号 " in rows
    assert "1 法务 许静 同意 2026年5月20日 14:03" in rows
    assert any("☑ 合同专用章" in row and "☐ 公章" in row for row in rows)
    assert not any("外带地点" in row for row in rows)
    for name, content in parts(document).items():
        assert b"{{" not in content, name
        assert b"{%" not in content, name


def test_a_seal_form_without_data_still_prints():
    assert "按审批规则，本次用印无须另行审批。" in cells(render(SEAL_FORM.read_bytes(), {}))[-5]


def test_a_rendered_document_is_a_clean_package():
    with zipfile.ZipFile(io.BytesIO(render(SEAL_FORM.read_bytes(), {}))) as package:
        assert package.testzip() is None
        assert all(entry.date_time == (1980, 1, 1, 0, 0, 0) for entry in package.infolist())


def test_the_shipped_seal_form_is_what_its_script_draws():
    from engine.documents.authoring.seal_use_form import draw

    drawn, shipped = parts(draw()), parts(SEAL_FORM.read_bytes())

    assert drawn.keys() == shipped.keys()
    assert [name for name in drawn if drawn[name] != shipped[name]] == []
