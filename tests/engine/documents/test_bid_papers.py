"""The papers of a bid: what is confirmed before it, the document itself, and its withdrawal."""

from __future__ import annotations

import importlib
import os
import re
import shutil
import subprocess
from decimal import Decimal

import pytest

from engine.documents.chinese_amount import cn_upper
from engine.documents.pdf import to_pdf
from engine.documents.templates import check_template, render
from tests.engine.documents.bids import LONG, NAMES, bid, rows, template, text
from tests.engine.documents.kit import parts

COUNTS = (1, 20, 50)


@pytest.mark.parametrize("name", NAMES)
def test_the_shipped_template_is_what_its_script_draws(name):
    drawn = parts(importlib.import_module(f"engine.documents.authoring.{name}").draw())
    shipped = parts(template(name))

    assert drawn.keys() == shipped.keys()
    assert [part for part in drawn if drawn[part] != shipped[part]] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_template_may_be_deployed_and_reads_no_identity_number(name):
    fields = check_template(template(name), f"{name}.docx").fields

    assert not [field for field in fields if "id_card" in field or "identity" in field]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("facts", [{}, bid(1), bid(50)])
def test_nothing_is_left_to_be_merged_whatever_is_known(name, facts):
    for part, content in parts(render(template(name), facts)).items():
        assert b"{{" not in content, part
        assert b"{%" not in content, part


@pytest.mark.parametrize("count", COUNTS)
def test_each_line_stands_in_the_price_table_as_it_was_quoted(count):
    facts = bid(count)
    priced = [row for row in rows(render(template("bid_document"), facts)) if len(row) == 6]

    for number, line in enumerate(facts["price_lines"], 1):
        price = f"{line['quoted_price']:,.4f}".rstrip("0")
        price = price if len(price.partition(".")[2]) > 1 else f"{line['quoted_price']:,.2f}"
        assert [
            str(number),
            f"{line['name']}\n50人份",
            f"{line['qty']}\n盒",
            price,
            f"{line['amount']:,.2f}",
            "苏械注准20232409901\n青澜生物技术(演示)有限公司",
        ] in priced


@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize("name", ["bid_document", "bid_confirmation_sheet"])
def test_the_total_is_the_same_in_figures_and_in_words_wherever_it_stands(name, count):
    facts = bid(count)
    said = text(render(template(name), facts))

    places = 3 if name == "bid_document" else 1
    assert said.count(f"¥ {facts['price_total']:,.2f}") == places
    assert said.count(f"人民币{cn_upper(facts['price_total'])}") == places


@pytest.mark.parametrize("count", COUNTS)
def test_the_confirmation_shows_every_product_with_both_prices(count):
    found = rows(render(template("bid_confirmation_sheet"), bid(count)))

    assert sum(row[-1] == "1,180.00" for row in found) == count
    assert [
        "1",
        "降钙素原测定试剂盒(化学发光法)（QL-1001）",
        "50人份",
        "100",
        "1,180.00",
        "1,180.00",
    ] in found


def test_a_quantity_that_the_tender_does_not_tell_is_said_to_be_open():
    facts = bid(1)
    facts["bid_lines"][0] |= {"qty": None, "qty_unknown": True}

    assert "未明确" in [
        row[3] for row in rows(render(template("bid_confirmation_sheet"), facts)) if len(row) == 6
    ]


def test_a_bid_without_deviations_says_so_for_either_part():
    said = text(render(template("bid_document"), bid(1, deviation_lines=[])))

    assert "无偏离：我方完全响应招标文件的全部商务要求。" in said
    assert "无偏离：我方完全响应招标文件的全部技术要求。" in said


def test_a_deviation_stands_in_the_table_of_its_part_only():
    said = rows(render(template("bid_document"), bid(1)))

    deviating = [row for row in said if "240测试/小时" in row]
    assert deviating == [["1", "4.2", "检测速度≥200测试/小时", "240测试/小时", "正偏离", "优于要求"]]
    assert ["无偏离：我方完全响应招标文件的全部商务要求。"] in said


def test_each_requirement_is_listed_with_its_answer():
    said = rows(render(template("bid_document"), bid(1)))

    assert ["1", "★2.1", "经营许可在有效期内", "资格", "医疗器械经营许可证", "1"] in said
    assert ["2", "4.2", "检测速度", "技术", "技术偏离表", "1"] in said


def test_a_paper_without_an_end_is_said_to_hold_for_long():
    said = rows(render(template("bid_document"), bid(1)))

    assert ["1", "营业执照", "91990101MADEM1006W", "演示市场监督管理局", "长期"] in said
    assert any(row[-1] == "2028年3月31日" for row in said)


def test_what_a_bid_does_not_have_is_said_and_not_left_open():
    said = text(render(template("bid_document"), bid(1, deposit=None, distributor=None, makers=[])))

    assert "招标文件未要求提交投标保证金。" in said
    assert "直接配送，不委托其他配送商" in said
    assert "投标人即制造商" in said


def test_another_maker_gives_a_letter_of_his_own():
    makers = [
        {"name": "甲厂(演示)", "products": ["采血管", "留置针"]},
        {"name": "乙厂(演示)", "products": ["试剂"]},
    ]
    said = text(render(template("bid_document"), bid(1, makers=makers)))

    assert said.count("兹授权青澜生物技术(演示)有限公司") == 2
    assert "采血管、留置针" in said


@pytest.mark.parametrize(
    ("regime", "words"),
    [
        ("bidding_law", "《中华人民共和国招标投标法》及其实施条例"),
        ("gov_procurement", "《中华人民共和国政府采购法》及其实施条例"),
    ],
)
def test_the_letter_names_the_law_that_the_tender_is_under(regime, words):
    assert words in text(render(template("bid_document"), bid(1, legal_regime=regime)))


@pytest.mark.parametrize(
    ("regime", "words"),
    [
        ("bidding_law", "5 日内退还"),
        ("gov_procurement", "5 个工作日内退还"),
        ("tender_doc", "根据招标文件的规定"),
    ],
)
def test_a_withdrawal_asks_for_the_deposit_by_the_rules_of_the_tender(regime, words):
    said = text(render(template("bid_withdrawal"), bid(1, legal_regime=regime)))

    assert words in said
    assert "¥ 10,000.00 元（人民币壹万元整）" in said
    assert "撤回上述投标文件" in said


def test_a_withdrawal_after_the_deadline_asks_for_nothing_back():
    said = text(render(template("bid_withdrawal"), bid(1, is_late=True)))

    assert "撤销上述投标文件" in said
    assert "退还" not in said


def test_a_withdrawal_without_a_deposit_does_not_speak_of_one():
    assert "保证金" not in text(render(template("bid_withdrawal"), bid(1, deposit=None)))


def test_prices_keep_their_places_and_quantities_lose_empty_ones():
    from tests.engine.documents.kit import texts, word

    document = render(
        word("{{ a|price }} {{ b|price }} {{ c|qty }} {{ d|qty }} {{ e|price }}{{ e|qty }}"),
        {"a": Decimal("1180"), "b": Decimal("0.1235"), "c": Decimal("1200.000"), "d": Decimal("0.500")},
    )

    assert texts(document) == ["1,180.00 0.1235 1,200 0.5 "]


@pytest.mark.parametrize("name", NAMES)
def test_a_printed_paper_counts_its_pages(soffice, tmp_path, name):
    said = _pages(to_pdf(render(template(name), bid(20))), tmp_path)

    first = 1 if name == "bid_document" else 0
    for number, page in enumerate(said[first:], first + 1):
        assert f"第{number}页共{len(said)}页" in re.sub(r"\s", "", page)
    assert LONG[:8] in "".join(said) or name == "bid_withdrawal"


def test_the_contents_and_the_answers_point_to_the_pages_as_printed(soffice, tmp_path):
    said = _pages(to_pdf(render(template("bid_document"), bid(20))), tmp_path)
    contents = next(page for page in said if "目" in page and "应答索引表" in page)

    for title in ("一、投标函", "五、分项报价表", "七、资格证明文件", "五、廉洁承诺书", "应答索引表"):
        listed = next(line for line in contents.splitlines() if title in line).split(".")[-1]
        # Below the running head stands the title of the chapter.
        head = [line.strip() for line in said[int(listed) - 1].splitlines() if line.strip()]
        assert head[1] == title, listed


def _pages(pdf: bytes, folder) -> list[str]:
    if shutil.which("pdftotext") is None and not os.environ.get("CI"):
        pytest.skip("pdftotext (poppler-utils) reads what was printed")
    (folder / "paper.pdf").write_bytes(pdf)
    command = ["pdftotext", "-layout", str(folder / "paper.pdf"), "-"]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return said.rstrip("\f\n").split("\f")
