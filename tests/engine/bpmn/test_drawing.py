"""The picture shows what is stored and what is told, and lets nothing foreign through."""

from __future__ import annotations

import re

from lxml import etree

from engine.bpmn.dialect import read_bpmn
from engine.bpmn.drawing import draw
from engine.bpmn.graph import Bounds, Process
from engine.bpmn.picture.shapes import label
from engine.bpmn.picture.text import wrap
from tests.engine.bpmn.event_kit import catch, escalation, event_subprocess, message, receive, signal, throw
from tests.engine.bpmn.kit import (
    END,
    START,
    boundary,
    diagram,
    element,
    gateway,
    loop,
    subprocess,
    timer,
    user,
    xml,
)

SVG = "{http://www.w3.org/2000/svg}"


def shape(name: str, x: float, y: float, width: float, height: float, more: str = "") -> str:
    return (
        f'<bpmndi:BPMNShape id="{name}_di" bpmnElement="{name}" {more}>'
        f'<dc:Bounds x="{x}" y="{y}" width="{width}" height="{height}"/></bpmndi:BPMNShape>'
    )


def edge(name: str, *points: tuple[float, float]) -> str:
    ways = "".join(f'<di:waypoint x="{x}" y="{y}"/>' for x, y in points)
    return f'<bpmndi:BPMNEdge id="{name}_di" bpmnElement="{name}">{ways}</bpmndi:BPMNEdge>'


def process(collapsed: bool = False) -> Process:
    body = (
        START + END + user("a").replace('id="a"', 'id="a" name="审批 &lt;script&gt; &amp; &quot;签字&quot;"')
    )
    body += boundary("t", "a", timer("Duration", "P1D"), interrupting=False) + user("late")
    body += gateway("exclusive", "g", default="g_e") + subprocess("sub", user("in"), "sub_s>in")
    body += element("textAnnotation", "note", "<bpmn:text>注意</bpmn:text>")
    places = (
        shape("s", 100, 100, 36, 36)
        + shape("a", 200, 78, 120, 80)
        + shape("t", 240, 140, 36, 36)
        + shape("late", 200, 260, 120, 80)
        + shape("g", 380, 93, 50, 50)
        + shape(
            "sub",
            480,
            60,
            100 if collapsed else 300,
            80 if collapsed else 160,
            f'isExpanded="{str(not collapsed).lower()}"',
        )
        + shape("sub_s", 500, 100, 36, 36)
        + shape("in", 580, 80, 120, 80)
        + shape("e", 900, 100, 36, 36)
        + shape("note", 700, 300, 100, 40)
        + edge("s_a", (136, 118), (200, 118))
        + edge("g_e", (405, 143), (405, 400), (918, 400), (918, 136))
        + edge("t_late", (258, 176), (258, 260))
        + edge("sub_s_in", (536, 118), (580, 118))
    )
    data = xml(body, "s>a a>g g>sub?x g>e sub>e t>late late>e", after=diagram(places))
    return read_bpmn(data, "drawn.bpmn").processes["P"]


def parsed(text: str) -> etree._Element:
    return etree.fromstring(text.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


def classes(picture: etree._Element) -> dict[str, str]:
    return {
        group.get("data-element", ""): group.get("class", "")
        for group in picture.iter(f"{SVG}g")
        if group.get("data-element")
    }


def test_every_element_has_its_group_with_its_state():
    picture = parsed(
        draw(process(), {"s": "done", "a": "now", "late": "wait", "in": "error", "e": "nonsense"})
    )
    assert classes(picture) == {
        "s": "n n--done",
        "a": "n n--now",
        "late": "n n--wait",
        "in": "n n--err",
        "e": "n",
        "g": "n",
        "t": "n",
        "sub": "sub",
        "sub_s": "n",
    }
    assert len(picture.findall(f".//{SVG}rect[@class='ring']")) == 1


def test_boundary_events_are_drawn_over_their_hosts():
    order = list(classes(parsed(draw(process()))))
    assert order.index("t") > order.index("a")
    assert order.index("sub") < order.index("in")


def test_names_are_escaped_and_nothing_can_be_styled_or_run():
    text = draw(process(), {"a": "now"}, {"a": 3}, lambda node: f"<b>{node.id}</b>", title='"><script>')
    picture = parsed(text)
    assert picture.findtext(f"{SVG}title") == '"><script>'
    assert picture.get("role") == "img"
    assert {etree.QName(part).localname for part in picture.iter()} <= {
        "svg",
        "title",
        "g",
        "rect",
        "circle",
        "path",
        "text",
    }
    assert not any(
        name.lower().startswith(("on", "style", "href")) for part in picture.iter() for name in part.attrib
    )


def test_without_a_case_flows_are_plain_and_with_one_they_are_taken_or_not():
    def kinds(text: str) -> set[str]:
        return {
            path.get("class", "")
            for path in parsed(text).iter(f"{SVG}path")
            if path.get("class", "").startswith("f")
        }

    assert kinds(draw(process())) == {"f", "f f--next"}  # the bracket of the note is the dashed one
    assert kinds(draw(process(), taken={"s_a"})) == {"f", "f f--done", "f f--next"}


def test_a_collapsed_subprocess_hides_its_inside():
    drawn = classes(parsed(draw(process(collapsed=True))))
    assert drawn["sub"] == "n"
    assert "in" not in drawn


def test_the_view_holds_everything_with_some_air():
    left, top, width, height = map(float, parsed(draw(process())).get("viewBox").split())
    assert (left, top) == (76, 36)
    assert left + width == 936 + 24
    assert top + height == 400 + 24


def test_counts_are_badges():
    badges = parsed(draw(process(), {"a": "now", "in": "error"}, {"a": 6, "in": 1, "late": 250})).findall(
        f".//{SVG}g"
    )
    texts = {
        group.get("class", ""): group.findtext(f"{SVG}text")
        for group in badges
        if "badge" in group.get("class", "")
    }
    assert texts == {"badge badge--now": "6", "badge badge--err": "1", "badge": "99+"}


def test_a_process_without_a_drawing_is_an_empty_picture_with_a_name():
    document = read_bpmn(xml(START + END, "s>e"), "drawn.bpmn")
    assert parsed(draw(document.processes["P"])).findtext(f"{SVG}title") == "P"


def test_chinese_breaks_anywhere_and_words_at_spaces():
    assert wrap("确定审批层级与审批人", 75, 3) == ["确定审批层级", "与审批人"]
    assert wrap("Approve the very long tender", 90, 3) == ["Approve the", "very long", "tender"]
    assert wrap("第一，第二", 38, 3) == ["第一，", "第二"]
    assert wrap("一二三四五六七八九十", 50, 2) == ["一二三四", "五六七…"]
    assert wrap("", 50, 2) == []
    assert wrap("Donaudampfschifffahrtsgesellschaft", 60, 2)[0].endswith("…")


def test_a_long_name_grows_away_from_what_it_names() -> None:
    gateway_box = Bounds(100, 100, 50, 50)
    long = "Approved by the calling process before?"

    above = label(long, Bounds(85, 70, 80, 28), gateway_box)
    right = label("Approved", Bounds(155, 118, 22, 14), gateway_box)
    left = label("Approved", Bounds(70, 118, 22, 14), gateway_box)

    assert max(float(y) for y in re.findall(r' y="([\d.]+)"', above)) < 100
    assert right.startswith('<text class="cap start" x="155"')
    assert left.startswith('<text class="cap end" x="92"')


def test_each_kind_of_event_and_gateway_has_its_glyph_and_what_is_thrown_is_filled() -> None:
    body = (
        START
        + END
        + user("a", loop("=x"))
        + receive("r")
        + gateway("eventBased", "v")
        + gateway("inclusive", "i")
    )
    body += throw("up", escalation()) + throw("tell", signal()) + catch("c", signal()) + catch("m", message())
    body += event_subprocess("h", message(), user("n"), "h_s>n", False)
    names = ("a", "r", "v", "i", "up", "tell", "c", "m", "h", "h_s")
    expanded = 'isExpanded="true"'
    places = "".join(shape(name, 100 * index, 100, 36, 36, expanded) for index, name in enumerate(names))
    links = "s>a a>r r>up up>tell tell>i i>v v>c v>m c>e m>e"
    drawn = read_bpmn(xml(body, links, after=diagram(places)), "drawn.bpmn").processes["P"]
    picture = parsed(draw(drawn))
    glyph_of = {
        group.get("data-element", ""): [(p.get("class"), p.get("d")) for p in group.iter(f"{SVG}path")]
        for group in picture.iter(f"{SVG}g")
        if group.get("data-element")
    }
    assert all(glyph_of[name] for name in names if name != "h")
    assert {kind for kind, _ in glyph_of["tell"]} == {"head"}
    assert {kind for kind, _ in glyph_of["c"]} == {"ico"}
    dashed = [rect for rect in picture.iter(f"{SVG}rect") if rect.get("stroke-dasharray")]
    assert len(dashed) == 1


def test_a_name_beside_its_owner_stays_on_one_line_where_below_is_a_task() -> None:
    beside = label("Sealing overdue", Bounds(150, 118, 44, 14), Bounds(110, 110, 36, 36))

    assert beside.count("<text") == 1
