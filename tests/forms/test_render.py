"""The page shows what the person may see, in words, and works without scripts."""

from __future__ import annotations

import re
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from forms.context import from_catalogue
from forms.drafts import press_row_button
from forms.render import bind, show
from forms.views import FieldView, FormView
from tests.forms.kit import PDF, Upload, context, form_of, post

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "pages"

FORM = form_of(
    {
        "type": "textfield",
        "key": "title",
        "label": "文件名称",
        "description": "写全称",
        "validate": {"required": True, "maxLength": 5},
    },
    {"type": "number", "key": "amount", "label": "金额", "properties": {"widget": "money"}, "readonly": True},
    {"type": "radio", "key": "decision", "label": "结论", "values": [{"value": "approved", "label": "同意"}]},
    {
        "type": "select",
        "key": "owner",
        "label": "负责人",
        "properties": {"source": "employees?status=active"},
    },
    {"type": "checkbox", "key": "out", "label": "外带"},
    {"type": "textarea", "key": "reason", "label": "原因", "conditional": {"hide": "=not(out)"}},
    {"type": "filepicker", "key": "file", "label": "文件", "accept": ".pdf"},
    {"type": "number", "key": "floor", "label": "底价", "properties": {"see": "SM"}},
    {
        "type": "dynamiclist",
        "path": "lines",
        "label": "品项",
        "components": [
            {"type": "number", "key": "qty", "label": "数量"},
            {"type": "checklist", "key": "x", "values": ["k"]},
        ],
    },
    {"type": "text", "id": "T", "text": "# 合计\n{{title}} **粗**"},
    {"type": "documentPreview", "id": "D"},
)


def icon(name: str, size: str = "") -> Markup:
    return Markup('<svg class="i" aria-hidden="true"></svg>')


def page(view: FormView) -> str:
    env = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.globals["icon"] = icon
    macros = '{% import "forms/fields.html" as fields %}'
    drawn = '{{ fields.problems(view, "!") }}{{ fields.form_body(view) }}'
    return env.from_string(macros + drawn).render(view=view)


class Page(HTMLParser):
    """Ids, references and input names of a page."""

    void = frozenset({"input", "hr", "br", "img", "use"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.refers: list[str] = []
        self.inputs: dict[str, dict[str, str | None]] = {}
        self.attributes: set[str] = set()
        self.tags: set[str] = set()
        self.open: list[str] = []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        assert len(given) == len(attrs), f"an attribute stands twice in <{tag}>"
        if tag not in self.void:
            self.open.append(tag)
        self.tags.add(tag)
        self.attributes |= set(given)
        self.ids += [given["id"] or ""] if "id" in given else []
        for name in ("for", "aria-describedby", "aria-labelledby"):
            self.refers += (given.get(name) or "").split()
        if given.get("href", "") and str(given["href"]).startswith("#"):
            self.refers.append(str(given["href"])[1:])
        if given.get("name"):
            self.inputs[str(given["name"])] = given

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def field(view: FormView, key: str) -> FieldView:
    return next(f for f in view.fields() if f.key == key)


def test_labels_values_and_options_are_given_in_words() -> None:
    view = bind(FORM, context(values={"amount": Decimal("1104000"), "owner": "1", "decision": "approved"}))
    assert field(view, "amount").display == "1,104,000.00"
    assert field(view, "amount").readonly
    assert field(view, "owner").display == "林晓岚"
    assert [(o.label, o.chosen) for o in field(view, "decision").options] == [("同意", True)]
    assert field(view, "title").described_by == "f-title-help"
    assert field(view, "file").limit_words == "PDF，20 MB 以内"


def test_labels_follow_the_readers_language() -> None:
    translate = from_catalogue(
        {"title": "Title", "decision.option.approved": "Approved", "title.description": "In full"}
    )
    view = bind(FORM, context(language="en", translate=translate))
    assert (field(view, "title").label, field(view, "title").help) == ("Title", "In full")
    assert field(view, "decision").options[0].label == "Approved"
    assert field(view, "amount").label == "金额"


def test_who_may_not_see_a_field_gets_neither_label_nor_value() -> None:
    values = {"floor": Decimal("38.00")}
    assert "底价" not in page(bind(FORM, context(values=values)))
    assert "底价" in page(bind(FORM, context(values=values, roles=frozenset({"SM"}))))


def test_a_hidden_field_keeps_only_its_place_and_names_what_may_show_it() -> None:
    view = bind(FORM, context(values={"reason": "secret"}))
    reason = field(view, "reason")
    assert (reason.hidden, reason.value, reason.display, reason.depends) == (True, "", "", "out")
    html = page(view)
    assert "secret" not in html
    assert 'data-depends="out"' in html


def test_a_refused_form_shows_sentences_at_the_fields_and_all_that_was_typed() -> None:
    submission = post(FORM, {"title": "太长的标题啊", "lines-0-qty": "x", "out": "on", "reason": "r"})
    view = show(submission)
    assert field(view, "title").errors == ["最多 5 个字，现在是 6 个字，请删短。"]
    assert field(view, "title").value == "太长的标题啊"
    assert [(anchor, label) for anchor, label, _ in view.problems] == [
        ("f-title", "文件名称"),
        ("f-lines-0-qty", "数量"),
    ]
    html = page(view)
    assert 'aria-invalid="true" aria-describedby="f-title-error f-title-help"' in html


def test_the_page_is_whole_and_every_reference_in_it_leads_somewhere() -> None:
    files = {"file": [Upload(PDF, "a.pdf")]}
    for submission in (
        post(FORM, {"lines-0-qty": "x", "lines-1": "1"}, files),
        post(FORM, {"title": "x", "out": "on", "lines-0-x": "k"}),
    ):
        parsed = Page(page(show(submission)))
        assert len(parsed.ids) == len(set(parsed.ids))
        assert set(parsed.refers) <= set(parsed.ids)
        assert not parsed.attributes & {"style", "onclick", "onchange"}
        assert "script" not in parsed.tags
        assert {"title", "decision", "owner", "out", "file", "lines-0", "lines-0-qty", "_add_row"} <= set(
            parsed.inputs
        )
        assert "amount" not in parsed.inputs


def test_posting_the_page_back_unchanged_gives_the_same_values() -> None:
    form = form_of(
        {"type": "datetime", "key": "at", "subtype": "datetime"},
        {"type": "number", "key": "n"},
        {"type": "textfield", "key": "t"},
        {"type": "dynamiclist", "path": "xs", "components": [{"type": "textfield", "key": "a"}]},
    )
    values: dict[str, Any] = {
        "at": "2026-05-29T09:30:00+08:00",
        "n": Decimal("1.50"),
        "t": 'q"<',
        "xs": [{"a": "1"}],
    }
    view = bind(form, context(values=values))
    posted = {f.name: f.value for f in view.fields()}
    assert post(form, posted, values=values).values == values


def test_rows_are_added_by_a_plain_button() -> None:
    pressed = press_row_button(FORM, {"title": "x", "lines-0-qty": "1", "_add_row": "lines"})
    view = bind(FORM, context(), posted=pressed)
    assert [f.name for f in view.fields() if f.key == "qty"] == ["lines-0-qty", "lines-100000-qty"]
    assert field(view, "title").value == "x"


def test_typed_markup_never_becomes_markup() -> None:
    evil = '"><script>alert(1)</script>'
    html = page(show(post(FORM, {"title": evil, "lines-0-qty": evil, "owner": evil, "decision": evil})))
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_text_blocks_are_filled_with_values_that_stay_text() -> None:
    loops = "- {{#loop xs}}{{this}};{{/loop}}{{#if a > 1}}yes{{/if}}"
    form = form_of(
        {"type": "text", "text": "[x]({{u}}) [y](javascript:alert(1)) {{v}}\n\n" + loops},
        {"type": "html", "content": "<b onclick=x>Hi</b><script>bad()</script> {{v}}"},
    )
    values = {
        "u": "javascript:alert(1)",
        "v": "**b** [l](https://evil.example) <i>",
        "xs": ["1", "2"],
        "a": Decimal(2),
    }
    html = page(bind(form, context(values=values)))
    assert "<a " not in html
    assert "**b** [l](https://evil.example) &lt;i&gt;" in html
    assert "<li>1;2;yes</li>" in html
    assert "bad()" not in html
    assert "onclick" not in html


def test_markdown_gives_headings_lists_and_safe_links() -> None:
    links = "[站](https://example.com/a?b=1&c=2) ![p](https://example.com/x.png)"
    text = "# 标题\n**粗** _斜_ `c`\n1. eins\n\n---\n" + links
    html = page(bind(form_of({"type": "text", "text": text}), context()))
    assert "<h3>标题</h3>" in html
    assert "<strong>粗</strong> <em>斜</em> <code>c</code>" in html
    assert "<ol><li>eins</li></ol>" in html
    assert '<a href="https://example.com/a?b=1&amp;c=2" rel="noopener noreferrer">站</a>' in html
    assert "<img" not in html


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("/static/a.png", True),
        ("data:image/png;base64,AAAA", True),
        ("data:image/svg+xml;base64,AAAA", False),
        ("https://evil.example/pixel.png", False),
        ("//evil.example/pixel.png", False),
        ("=where", True),
    ],
)
def test_images_come_from_the_product_alone(source: str, shown: bool) -> None:
    html = page(
        bind(form_of({"type": "image", "source": source, "alt": "图"}), context(values={"where": "/x.png"}))
    )
    assert ("<img" in html) is shown
    assert "图" in html


def test_tables_show_lists_of_the_case() -> None:
    table = {
        "type": "table",
        "label": "T",
        "dataSource": "=xs",
        "columns": [{"key": "a", "label": "甲"}, {"key": "b"}],
    }
    html = page(bind(form_of(table), context(values={"xs": [{"a": "1", "b": Decimal(2)}, "odd"]})))
    assert re.search(r"<th scope=\"col\">甲</th><th scope=\"col\">b</th>", html)
    assert "<td>1</td><td>2</td>" in html


def test_an_unsupported_component_says_so() -> None:
    assert "不受支持的组件（documentPreview）" in page(bind(FORM, context()))


def test_masked_values_show_only_their_end() -> None:
    form = form_of({"type": "textfield", "key": "p", "readonly": True, "properties": {"mask": "phone"}})
    assert field(bind(form, context(values={"p": "13800138000"})), "p").display == "••••8000"
    assert field(bind(form, context(values={"p": "138"})), "p").display == "••••"


def test_labels_may_hold_values_of_the_case() -> None:
    form = form_of(
        {"type": "textfield", "key": "a", "label": "给{{who}}的话"},
        {"type": "textfield", "key": "b", "label": '="B" + who'},
    )
    view = bind(form, context(values={"who": "林"}))
    assert [f.label for f in view.fields()] == ["给林的话", "B林"]


def test_a_list_with_groups_is_drawn_as_stacked_rows() -> None:
    form = form_of(
        {
            "type": "dynamiclist",
            "path": "xs",
            "label": "X",
            "components": [
                {"type": "group", "label": "G", "components": [{"type": "textfield", "key": "a"}]}
            ],
        }
    )
    parsed = Page(page(bind(form, context(values={"xs": [{"a": "1"}, {"a": "2"}]}))))
    assert {"xs-0", "xs-0-a", "xs-1-a", "_remove_row"} <= set(parsed.inputs)
