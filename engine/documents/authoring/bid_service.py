"""The technical part and the part on service of a bid document."""

from __future__ import annotations

from docx.document import Document as Page

from engine.documents.authoring.bid_business import BIDDER, DATED, LEGAL_REP, PROJECT, deviations
from engine.documents.authoring.bid_chapters import chapter
from engine.documents.authoring.letter import add_heading, add_signature, add_text, list_table
from engine.documents.authoring.sheet import add_row, add_tag, value

# What the house promises is its own to say: a figure that nobody gave is a gap to fill in.
_GAP = "default('＿＿＿', true)"


def add_technical(page: Page) -> None:
    _products(page)
    deviations(page, "technical", "l.kind == 'technical'", "技术")
    _technical_papers(page)


def add_service(page: Page) -> None:
    _after_sales(page)
    _delivery(page)
    _training(page)
    _quality(page)
    _integrity(page)


def _products(page: Page) -> None:
    chapter(page, "products")
    heads = (
        (1, "序号"),
        (4, "产品名称、规格型号"),
        (3, "注册证号／批准文号"),
        (2, "贮存条件"),
        (2, "有效期"),
    )
    table = list_table(page, heads)
    add_tag(table, "{%tr for line in price_lines %}")
    add_row(
        table,
        [
            value(1, "{{ loop.index }}", centred=True),
            value(4, "{{ line.name }}\n{{ line.spec }}", size=9),
            value(3, "{{ line.cert_no }}", size=9),
            value(2, "{{ line.storage }}", centred=True, size=9),
            value(
                2, "{% if line.shelf_life_months %}{{ line.shelf_life_months }} 个月{% endif %}", centred=True
            ),
        ],
    )
    add_tag(table, "{%tr endfor %}")
    add_text(page, "")
    add_text(page, "产品的预期用途、主要组成、性能指标见所附产品说明书和产品技术要求。")


def _technical_papers(page: Page) -> None:
    chapter(page, "technical_papers")
    heads = ((1, "序号"), (5, "产品"), (3, "注册证号／批准文号"), (3, "注册证有效期至"))
    table = list_table(page, heads)
    add_tag(table, "{%tr for line in price_lines %}")
    ends = "{% if line.cert_valid_to %}{{ line.cert_valid_to|date }}{% endif %}"
    add_row(
        table,
        [
            value(1, "{{ loop.index }}", centred=True),
            value(5, "{{ line.name }}（{{ line.spec }}）", size=9),
            value(3, "{{ line.cert_no }}", size=9),
            value(3, ends, centred=True),
        ],
    )
    add_tag(table, "{%tr endfor %}")
    add_text(page, "")
    add_heading(page, "附件（复印件加盖公章）")
    add_text(
        page,
        "1．产品注册证及变更文件、产品技术要求；\n2．检验报告；\n3．产品说明书；\n4．室间质评结果（如适用）。",
    )


def _after_sales(page: Page) -> None:
    chapter(page, "after_sales")
    add_text(page, "致：{{ tenderer }}", indent=False)
    add_text(
        page,
        f"我方对{PROJECT}所投产品的售后服务郑重承诺如下：\n"
        f"1．服务响应：接到用户通知后 {{{{ promise.response_hours|{_GAP} }}}} 小时内响应，"
        f"需要到现场的，{{{{ promise.on_site_hours|{_GAP} }}}} 小时内到达。\n"
        f"2．质量问题：经确认属产品质量问题的，{{{{ promise.replace_days|{_GAP} }}}} 日内免费退换。\n"
        "3．近效期产品：交货时剩余有效期不少于总有效期的 "
        f"{{{{ promise.remaining_life_pct|{_GAP} }}}}%。\n"
        "4．技术支持：免费提供技术咨询、操作指导和使用中的技术支持。\n"
        "5．服务联系：{{ bidder.contact }}　电话：{{ bidder.phone }}。",
    )
    add_signature(page, (BIDDER, LEGAL_REP, DATED))


def _delivery(page: Page) -> None:
    chapter(page, "delivery")
    add_text(
        page,
        "1．供货：按合同和用户订单组织供货，"
        "交货期为{{ delivery_term|default('招标文件规定的期限', true) }}，"
        "交货地点为{{ delivery_place|default('招标人指定地点', true) }}。\n"
        "2．配送：{% if distributor.name %}委托{{ distributor.name }}{% else %}由我方直接{% endif %}配送，"
        "随货附同行单和检验报告。\n"
        "3．冷链：需冷藏、冷冻的产品，使用经验证的冷藏车、保温箱运输，"
        "全程记录温度，交货时交付温度记录；温度超出规定范围的产品不予交付。\n"
        "4．验收：用户按合同、随货同行单核对名称、规格、批号、有效期、数量和外观；不符的，我方负责退换并承担费用。\n"
        "5．应急：因灾害、疫情等急需时，优先保障供货。",
    )
    add_signature(page, (BIDDER, DATED))


def _training(page: Page) -> None:
    chapter(page, "training")
    add_text(
        page,
        "1．对象：用户的检验、操作和设备管理人员。\n"
        "2．内容：产品原理、操作规程、质量控制、日常维护、常见问题处理。\n"
        "3．方式：现场培训、集中授课、远程指导。\n"
        f"4．安排：供货前免费培训 {{{{ promise.trainings|{_GAP} }}}} 次；产品变更或用户需要时随时安排。\n"
        "5．记录：每次培训留存签到和考核记录。",
    )
    add_signature(page, (BIDDER, DATED))


def _quality(page: Page) -> None:
    chapter(page, "quality")
    add_text(page, "致：{{ tenderer }}", indent=False)
    add_text(
        page,
        "我方保证所提供的产品：\n"
        "1．符合国家法律法规、强制性标准、经注册（备案）的产品技术要求和招标文件的要求；\n"
        "2．为全新、未使用的合格产品，附出厂检验合格证明，包装、标签、说明书符合规定；\n"
        "3．来源合法、可追溯，按规定实施唯一标识或药品追溯；\n"
        "4．在有效期内因质量问题造成损失的，由我方依法承担责任；发生不良事件或召回的，及时通知用户并妥善处理。",
    )
    add_signature(page, (BIDDER, LEGAL_REP, DATED))


def _integrity(page: Page) -> None:
    chapter(page, "integrity")
    add_text(page, "致：{{ tenderer }}", indent=False)
    add_text(
        page,
        "我方承诺在投标和合同履行中遵守反不正当竞争和医药购销廉洁的规定：\n"
        "1．不以任何形式向招标人、采购人、评标人员及其他有关人员给付财物或者其他利益；\n"
        "2．不与其他投标人串通投标，不弄虚作假，不以他人名义投标；\n"
        "3．不以商业贿赂等不正当手段影响采购和临床使用；\n"
        "4．自觉接受监督。违反承诺的，愿意接受取消中标资格、解除合同、列入不良记录等处理，并承担法律责任。",
    )
    add_signature(page, (BIDDER, LEGAL_REP, DATED))
