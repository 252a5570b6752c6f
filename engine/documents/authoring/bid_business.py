"""The business part of a bid document: letter, powers, prices, deviations."""

from __future__ import annotations

from docx.document import Document as Page

from engine.documents.authoring.bid_chapters import chapter
from engine.documents.authoring.letter import (
    add_facts,
    add_heading,
    add_signature,
    add_text,
    list_table,
)
from engine.documents.authoring.sheet import add_row, amount, label, new_table, value
from engine.documents.authoring.sheet import add_tag as add_row_tag

LAW = (
    "{% if legal_regime == 'gov_procurement' %}《中华人民共和国政府采购法》及其实施条例"
    "{% elif legal_regime == 'bidding_law' %}《中华人民共和国招标投标法》及其实施条例"
    "{% else %}招标文件{% endif %}"
)
PROJECT = (
    "{{ tender_title }}（招标编号：{{ tender_no }}{% if package_no %}，包号：{{ package_no }}{% endif %}）"
)
BIDDER = "投标人（盖章）：{{ company }}"
LEGAL_REP = "法定代表人或被授权人（签字或盖章）："
DATED = "日期：　　　　年　　月　　日"
_TOTAL = "¥ {{ price_total|money }} 元（大写：人民币{{ price_total|cn_upper }}）"
_BLANK = "　　　　　　"


def add_business(page: Page) -> None:
    _letter(page)
    _legal_rep(page)
    _attorney(page)
    _opening(page)
    _prices(page)
    deviations(page, "commercial", "l.kind != 'technical'", "商务")


def _letter(page: Page) -> None:
    chapter(page, "bid_letter")
    add_text(page, "致：{{ tenderer }}{% if agency_name %}、{{ agency_name }}{% endif %}", indent=False)
    add_text(
        page,
        f"我方已仔细研究了{PROJECT}招标文件的全部内容（包括澄清、变更），决定按照{LAW}和招标文件的要求参加投标，"
        "并郑重承诺如下：",
    )
    add_text(
        page,
        f"1．投标总价为{_TOTAL}，即招标文件要求的全部货物、税费、运输、保险、安装调试及伴随服务的价格。\n"
        "2．投标有效期为自投标截止之日起 {{ bid_validity_days }} 日{% if bid_validity_to %}，至 "
        "{{ bid_validity_to|date }}止{% endif %}。在此期间本投标对我方具有约束力，我方不撤销投标。\n"
        "3．{% if deposit.amount %}我方已按招标文件要求提交投标保证金 ¥ {{ deposit.amount|money }} 元"
        "（大写：人民币{{ deposit.amount|cn_upper }}）。{% else %}招标文件未要求提交投标保证金。{% endif %}\n"
        "4．我方提交投标文件正本 {{ copies_original }} 份、副本 {{ copies_duplicate }} 份，"
        "正本与副本不一致的，以正本为准。\n"
        "5．我方提供的全部资料真实、合法、有效，并愿意提供招标人要求的其他资料。\n"
        "6．如我方中标，将在收到中标通知书后按期与招标人签订合同，并按招标文件和合同的约定履行全部义务。\n"
        "7．我方理解招标人不一定接受最低报价的投标。",
    )
    add_heading(page, "与本投标有关的通讯")
    table = new_table(page)
    add_facts(
        table,
        (
            ("地　　址", "{{ bidder.address }}"),
            ("电　　话", "{{ bidder.phone }}"),
            ("电子邮箱", "{{ bidder.email }}"),
            ("开户银行", "{{ bidder.bank_name }}"),
            ("银行账号", "{{ bidder.bank_account }}"),
        ),
    )
    add_signature(page, (BIDDER, LEGAL_REP, DATED))


def _legal_rep(page: Page) -> None:
    chapter(page, "legal_rep")
    table = new_table(page)
    add_facts(
        table,
        (
            ("投标人名称", "{{ company }}"),
            ("统一社会信用代码", "{{ bidder.uscc }}"),
            ("单位性质", "{{ bidder.ownership }}"),
            ("地　　址", "{{ bidder.address }}"),
            ("成立时间", "{{ bidder.established_on|date }}"),
            ("经营期限", "{{ bidder.term }}"),
        ),
    )
    add_text(page, "")
    add_text(
        page,
        "姓名：{{ bidder.legal_rep }}　　性别："
        + _BLANK
        + "年龄："
        + _BLANK
        + "职务：{{ bidder.legal_rep_title|default('法定代表人') }}，系{{ company }}的法定代表人。\n"
        + "特此证明。",
    )
    _identity_card(page, "法定代表人")
    add_signature(page, (BIDDER, DATED))


def _attorney(page: Page) -> None:
    chapter(page, "attorney")
    add_text(
        page,
        "本人{{ bidder.legal_rep }}系{{ company }}的法定代表人，现授权委托{{ attorney_name }}"
        "{% if attorney_department %}（{{ attorney_department }}）{% endif %}为我方代理人。"
        "代理人根据授权，以我方名义签署、"
        f"澄清、说明、补正、递交、撤回、修改{PROJECT}投标文件，参加开标、签订合同和处理有关事宜，"
        "其法律后果由我方承担。\n"
        "委托期限：自本授权委托书签署之日起至投标有效期届满之日"
        "{% if bid_validity_to %}（{{ bid_validity_to|date }}）{% endif %}止。\n"
        "代理人无转委托权。",
    )
    # Numbers of identity cards are in no variable of a case: they are written by hand, or pasted.
    add_text(page, "代理人身份证号：" + "＿" * 18 + "（手写）", indent=True)
    _identity_card(page, "代理人")
    add_signature(page, (BIDDER, "法定代表人（签字或盖章）：", "代理人（签字）：", DATED))


def _identity_card(page: Page, who: str) -> None:
    add_text(page, "")
    table = new_table(page)
    faces = [value(6, f"（{who}身份证{side}复印件粘贴处）", centred=True) for side in ("人像面", "国徽面")]
    add_row(table, faces, 4.2)


def _opening(page: Page) -> None:
    chapter(page, "opening")
    table = new_table(page)
    add_facts(
        table,
        (
            ("项目名称", "{{ tender_title }}"),
            ("招标编号／包号", "{{ tender_no }}{% if package_no %}／{{ package_no }}{% endif %}"),
            ("投 标 人", "{{ company }}"),
            ("投标总价（小写）", "¥ {{ price_total|money }} 元"),
            ("投标总价（大写）", "人民币{{ price_total|cn_upper }}"),
            ("投标有效期", "自投标截止之日起 {{ bid_validity_days }} 日"),
            (
                "投标保证金",
                "{% if deposit.amount %}¥ {{ deposit.amount|money }} 元"
                "（人民币{{ deposit.amount|cn_upper }}）{% else %}招标文件未要求{% endif %}",
            ),
            ("交货期", "{{ delivery_term|default('按招标文件要求') }}"),
            ("交货地点", "{{ delivery_place|default('招标人指定地点') }}"),
            ("备　　注", "{{ opening_note }}"),
        ),
    )
    add_text(page, "")
    add_text(page, "注：投标总价与分项报价表合计一致；大写与小写不一致的，以大写为准。")
    add_signature(page, (BIDDER, LEGAL_REP, DATED))


def _prices(page: Page) -> None:
    chapter(page, "prices")
    add_text(page, f"项目：{PROJECT}　　币种：人民币　　单位：元", indent=False)
    heads = ((1, "序号"), (3, "产品名称\n规格型号"), (1, "数量\n单位"), (2, "单价"), (2, "金额"),
             (3, "注册证号\n生产企业"))  # fmt: skip
    table = list_table(page, heads)
    add_row_tag(table, "{%tr for line in price_lines %}")
    name = "{{ line.name }}\n{{ line.spec }}"
    made = "{{ line.cert_no }}\n{{ line.manufacturer }}"
    add_row(
        table,
        [
            value(1, "{{ loop.index }}", centred=True),
            value(3, name, size=9),
            amount(1, "{{ line.qty|qty }}\n{{ line.unit }}", 9),
            amount(2, "{{ line.quoted_price|price }}", 9),
            amount(2, "{{ line.amount|money }}", 9),
            value(3, made, size=9),
        ],
    )
    add_row_tag(table, "{%tr endfor %}")
    add_row(table, [label(2, "合　　计"), value(6, "人民币{{ price_total|cn_upper }}"),
                    amount(4, "¥ {{ price_total|money }}")])  # fmt: skip
    add_text(page, "")
    add_text(page, "注：单价、金额均为含税价，包括运输、保险、装卸及伴随服务等全部费用。")
    add_signature(page, (BIDDER, LEGAL_REP, DATED))


def deviations(page: Page, anchor: str, condition: str, kind: str) -> None:
    """The table of deviations of a kind; where there are none it says so."""
    chapter(page, anchor)
    add_text(page, f"项目：{PROJECT}", indent=False)
    heads = ((1, "序号"), (2, "条款号"), (3, "招标文件要求"), (3, "投标响应"), (1, "偏离"), (2, "说明"))
    table = list_table(page, heads)
    add_row_tag(table, f"{{%tr for l in deviation_lines if {condition} %}}")
    word = (
        "{% if l.deviation == 'positive' %}正偏离{% elif l.deviation == 'negative' %}负偏离"
        "{% else %}无{% endif %}"
    )
    add_row(
        table,
        [
            value(1, "{{ loop.index }}", centred=True),
            value(2, "{% if l.is_starred %}★{% endif %}{{ l.clause_no }}", centred=True),
            value(3, "{{ l.requirement }}"),
            value(3, "{{ l.ours|default('完全响应', true) }}"),
            value(1, word, centred=True),
            value(2, "{{ l.note }}"),
        ],
    )
    add_row_tag(table, "{%tr else %}")
    add_row(table, [value(12, f"无偏离：我方完全响应招标文件的全部{kind}要求。", centred=True)])
    add_row_tag(table, "{%tr endfor %}")
    add_text(page, "")
    add_text(page, f"除上表所列偏离外，我方完全响应招标文件的其他{kind}要求。")
    add_signature(page, (BIDDER, LEGAL_REP, DATED))
