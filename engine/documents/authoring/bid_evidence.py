"""What goes with the business part of a bid document: papers, declarations, deposit, earlier deliveries."""

from __future__ import annotations

from docx.document import Document as Page
from docx.table import Table

from engine.documents.authoring.bid_business import BIDDER, DATED, LEGAL_REP, PROJECT
from engine.documents.authoring.bid_chapters import chapter
from engine.documents.authoring.letter import (
    add_facts,
    add_heading,
    add_signature,
    add_tag,
    add_text,
    list_table,
)
from engine.documents.authoring.sheet import add_row, new_table, value
from engine.documents.authoring.sheet import add_tag as add_row_tag

_FORM = (
    "{% if deposit.form == 'transfer' %}转账{% elif deposit.form == 'cheque' %}支票"
    "{% elif deposit.form == 'draft' %}汇票{% elif deposit.form == 'bank_guarantee' %}银行保函"
    "{% elif deposit.form == 'insurance_guarantee' %}保险保函{% endif %}"
)


def add_evidence(page: Page) -> None:
    _papers(page)
    _clean_record(page)
    _maker(page)
    _distributor(page)
    _deposit(page)
    _performances(page)


def _papers(page: Page) -> None:
    chapter(page, "papers")
    add_text(
        page, "我方具备国家规定的生产、经营资格。下列证照在投标截止之日均在有效期内，复印件加盖公章附后："
    )
    heads = ((1, "序号"), (4, "证照名称"), (3, "证照编号"), (2, "发证机关"), (2, "有效期至"))
    table = list_table(page, heads)
    _paper_rows(table, "{%tr for paper in papers %}")
    add_text(page, "")
    add_heading(page, "附件（复印件加盖公章）")
    add_text(
        page,
        "1．营业执照、生产（经营）许可证或备案凭证、产品注册证（备案凭证）；\n"
        "2．财务状况证明：上一年度经审计的财务报告或银行资信证明；\n"
        "3．依法缴纳税收的证明：近六个月内任意一个月的完税凭证；\n"
        "4．依法缴纳社会保障资金的证明：近六个月内任意一个月的缴费凭证；\n"
        "5．招标文件要求的其他资格证明。",
    )


def _paper_rows(table: Table, each: str) -> None:
    add_row_tag(table, each)
    ends = "{% if paper.valid_to %}{{ paper.valid_to|date }}{% else %}长期{% endif %}"
    number = value(1, "{{ loop.index }}", centred=True)
    cells = [number, value(4, "{{ paper.name }}"), value(3, "{{ paper.cert_no }}", size=9)]
    add_row(table, [*cells, value(2, "{{ paper.issuer }}", size=9), value(2, ends, centred=True, size=9)])
    add_row_tag(table, "{%tr endfor %}")


def _clean_record(page: Page) -> None:
    chapter(page, "clean_record")
    add_text(page, "致：{{ tenderer }}", indent=False)
    add_text(
        page,
        f"我方参加{PROJECT}的投标，现郑重声明：\n"
        "一、我方在参加本次{% if legal_regime == 'gov_procurement' %}政府采购{% else %}投标{% endif %}活动"
        "前三年内，在经营活动中没有因违法经营受到刑事处罚、责令停产停业、吊销许可证或者执照、较大数额罚款等行政处罚，"
        "没有重大违法记录。\n"
        "二、我方未被列入失信被执行人、重大税收违法失信主体和严重违法失信名单。\n"
        "三、我方与参加同一合同项下投标的其他投标人不存在单位负责人为同一人或者直接控股、管理关系，"
        "未与其他投标人串通投标。\n"
        "上述声明如有虚假，我方愿承担由此产生的一切法律责任。",
    )
    add_signature(page, (BIDDER, LEGAL_REP, DATED))


def _maker(page: Page) -> None:
    chapter(page, "maker")
    add_tag(page, "{%p if makers %}")
    add_tag(page, "{%p for maker in makers %}")
    add_text(page, "致：{{ tenderer }}", indent=False)
    add_text(
        page,
        "我方{{ maker.name }}是按中华人民共和国法律成立的制造商，兹授权{{ company }}以其名义，"
        f"用我方制造的{{{{ maker.products|join('、') }}}}参加{PROJECT}的投标，并与招标人签订和履行合同。"
        "我方对上述产品的质量和售后服务承担制造商的责任。授权期限至合同履行完毕之日止。",
    )
    add_signature(page, ("制造商（盖章）：{{ maker.name }}", "法定代表人或授权人（签字或盖章）：", DATED))
    add_tag(page, "{%p endfor %}")
    add_tag(page, "{%p else %}")
    add_text(
        page,
        "本次投标的全部产品均由投标人{{ company }}自行生产（为产品的注册人／上市许可持有人），"
        "投标人即制造商，无须另行出具制造商授权书。我方对产品质量和售后服务承担全部责任。",
    )
    add_signature(page, (BIDDER, DATED))
    add_tag(page, "{%p endif %}")


def _distributor(page: Page) -> None:
    chapter(page, "distributor")
    add_tag(page, "{%p if distributor.name %}")
    add_text(page, "致：{{ tenderer }}", indent=False)
    add_text(
        page,
        f"我方就{PROJECT}所投产品，委托{{{{ distributor.name }}}}为配送商，按中标价格和合同约定负责供货、"
        "运输、冷链保障和随货单据的交付。配送商具备经营所投产品的资格，不得再行转委托。"
        "配送行为的后果由我方承担。",
    )
    table = new_table(page)
    add_facts(
        table,
        (
            ("配送商名称", "{{ distributor.name }}"),
            ("统一社会信用代码", "{{ distributor.uscc }}"),
            ("地　　址", "{{ distributor.address }}"),
            (
                "经营许可有效期",
                "{% if distributor.licence_valid_to %}{{ distributor.licence_valid_to|date }}{% endif %}",
            ),
        ),
    )
    add_signature(page, ("委托方（盖章）：{{ company }}", "受托方（盖章）：{{ distributor.name }}", DATED))
    add_tag(page, "{%p else %}")
    add_text(page, "本项目由投标人{{ company }}直接配送，不委托其他配送商。")
    add_signature(page, (BIDDER, DATED))
    add_tag(page, "{%p endif %}")


def _deposit(page: Page) -> None:
    chapter(page, "deposit")
    add_tag(page, "{%p if deposit.amount %}")
    table = new_table(page)
    add_facts(
        table,
        (
            ("保证金金额", "¥ {{ deposit.amount|money }} 元（人民币{{ deposit.amount|cn_upper }}）"),
            ("提交形式", _FORM),
            ("收款单位", "{{ deposit.payee_name }}"),
            ("付 款 日", "{{ deposit.paid_on|date }}"),
            ("收 据 号", "{{ deposit.receipt_no }}"),
        ),
    )
    add_row(table, [value(12, "（投标保证金付款凭证、收据复印件粘贴处）", centred=True)], 11)
    add_tag(page, "{%p else %}")
    add_text(page, "招标文件未要求提交投标保证金。")
    add_tag(page, "{%p endif %}")


def _performances(page: Page) -> None:
    chapter(page, "performances")
    heads = ((1, "序号"), (4, "用户名称"), (4, "合同／产品"), (2, "签订日期"), (1, "备注"))
    table = list_table(page, heads)
    add_row_tag(table, "{%tr for one in performances %}")
    add_row(
        table,
        [
            value(1, "{{ loop.index }}", centred=True),
            value(4, "{{ one.customer }}"),
            value(4, "{{ one.name }}"),
            value(2, "{{ one.signed_on|date }}", centred=True, size=9),
            value(1, "{{ one.note }}"),
        ],
    )
    add_row_tag(table, "{%tr else %}")
    for number in (1, 2, 3):
        blank = [value(4, ""), value(4, ""), value(2, ""), value(1, "")]
        add_row(table, [value(1, str(number), centred=True), *blank])
    add_row_tag(table, "{%tr endfor %}")
    add_text(page, "")
    add_text(page, "注：附合同关键页复印件，加盖公章。")
