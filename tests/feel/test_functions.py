"""The builtin functions at their edges: nulls, wrong types, single values as lists, empty lists."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

import feel

D = Decimal


def gives(text: str, expected: Any) -> None:
    value = feel.evaluate(text)
    assert value == expected
    assert type(value) is type(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('substring("foobar", 3)', "obar"),
        ('substring("foobar", -2, 1)', "a"),
        ('substring("foobar", 0)', None),
        ('substring("foobar", -7)', None),
        ('substring("foobar", 3, 10)', "obar"),
        ('substring("foobar", 3, 0)', None),
        ('substring("\\U01F40Eab", 2)', "ab"),
        ("substring(null, 1)", None),
        ('string length("\\uD83D\\uDC0E")', D(1)),
        ('substring before("foobar", "")', ""),
        ('substring before("foobar", "xyz")', ""),
        ('substring after("foobar", "")', "foobar"),
        ('substring after("", "a")', ""),
        ('upper case("straße")', "STRASSE"),
        ('contains("foobar", "")', True),
        ("contains(null, null)", None),
        ('string join(["a", null, "b"], "-")', "a-b"),
        ('string join(["a"], ",", "<", ">")', "<a>"),
        ("string join([])", ""),
        ('string join(["a", 1])', None),
        ('string join("a")', "a"),
        ('is blank(" \\t")', True),
        ('trim("  a b ")', "a b"),
        ('to base64("FEEL")', "RkVFTA=="),
        ('split("a;b;;", ";")', ["a", "b", "", ""]),
        ('extract(input: "ab1c22", pattern: "[0-9]+")', ["1", "22"]),
    ],
)
def test_functions_of_texts(text: str, expected: Any) -> None:
    gives(text, expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("list contains([1, null], null)", True),
        ("list contains(null, 1)", None),
        ("count(null)", None),
        ("count(5)", D(1)),
        ("min([])", None),
        ('min("b", "a")', "a"),
        ("max([1, null])", None),
        ("sum([])", None),
        ("sum(1, 2)", D(3)),
        ("mean(1)", D(1)),
        ("stddev([1])", None),
        ("mode([])", []),
        ("mode(1, 2, 2, 1)", [D(1), D(2)]),
        ("all([])", True),
        ("all([true, null])", None),
        ("any([])", False),
        ("any([false, null])", None),
        ("sublist([1, 2, 3], -2, 1)", [D(2)]),
        ("sublist([1, 2, 3], 0)", None),
        ("append(1, 2)", [D(1), D(2)]),
        ("append([1], [2])", [D(1), [D(2)]]),
        ("concatenate([1], 2)", [D(1), D(2)]),
        ("insert before([1, 3], -1, 5)", [D(1), D(5), D(3)]),
        ("insert before([1], 3, 5)", None),
        ("remove([1, 2], -1)", [D(1)]),
        ("index of([1, null], null)", [D(2)]),
        ("union([1, 2], [2, 3])", [D(1), D(2), D(3)]),
        ('distinct values([1, 1.0, "1"])', [D(1), "1"]),
        ("duplicate values([1, 2, 1])", [D(1)]),
        ("flatten([[1, [2]], null])", [D(1), D(2), None]),
        ("sort([3, 1, 2], function(x, y) x > y)", [D(3), D(2), D(1)]),
        ("sort([3, 1], function(x, y) null)", None),
        ("list replace([2, 4, 7], -1, 6)", [D(2), D(4), D(6)]),
        ("list replace([2, 4, 7], function(item, new) item < new, 5)", [D(5), D(5), D(7)]),
        ("list replace([2], function(item) true, 5)", None),
        ("partition([1, 2, 3], 2)", [[D(1), D(2)], [D(3)]]),
        ("partition([1], 0)", None),
        ("is empty([])", True),
    ],
)
def test_functions_of_lists(text: str, expected: Any) -> None:
    gives(text, expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("decimal(2.5, 0)", D(2)),
        ("decimal(123, -2)", D(100)),
        ("decimal(1, -6111)", D(0)),
        ("decimal(1, 6177)", None),
        ('decimal(2.5, 0, "half_up")', D(3)),
        ("floor(-1.56, 1)", D("-1.6")),
        ("ceiling(1.56, 1)", D("1.6")),
        ("round up(-5.5, 0)", D(-6)),
        ("round down(-5.5, 0)", D(-5)),
        ("round half up(-5.5, 0)", D(-6)),
        ("round half down(5.5, 0)", D(5)),
        ("modulo(-12, 5)", D(3)),
        ("modulo(12, -5)", D(-3)),
        ("modulo(10.1, 4.5)", D("1.1")),
        ("modulo(5, 0)", None),
        ("sqrt(-1)", None),
        ("log(0)", None),
        ("0 ** 0", D(1)),
        ("odd(5.5)", False),
        ("even(0)", True),
        ("abs(-1)", D(1)),
        ('number("1.000,5", ".", ",")', D("1000.5")),
        ('number("1,000", ",", ",")', None),
        ('number(" 5 ")', None),
        ('number(from: "1,5", decimal separator: ",")', D("1.5")),
        ("1234567890123456789012345678901234 + 1", D("1234567890123456789012345678901235")),
    ],
)
def test_functions_of_numbers(text: str, expected: Any) -> None:
    gives(text, expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('context([{key: "a", value: 1}, {key: "a", value: 2}])', None),
        ('context([{key: "a"}])', None),
        ("context([])", {}),
        ('context put({x: 1}, ["y", "z"], 2)', {"x": D(1), "y": {"z": D(2)}}),
        ('context put({x: 1}, ["x", "y"], 2)', None),
        ("context put({x: 1}, [], 2)", None),
        ("context merge({x: 1}, {x: 2, y: 3})", {"x": D(2), "y": D(3)}),
        ("context merge([{x: 1}, null])", None),
        ('get value({a: {b: 1}}, ["a", "b"])', D(1)),
        ("get entries({a: 1})", [{"key": "a", "value": D(1)}]),
        ("get or else(null, 1)", D(1)),
        ("is defined(missing.part)", False),
        ('fromAi(value: 1, description: "the one")', D(1)),
        ("not(null)", None),
        ("is(1, 1.0)", True),
        ('is(@"10:00:00", @"10:00:00Z")', False),
        ("is(value1: 1)", False),
    ],
)
def test_functions_of_contexts_and_values(text: str, expected: Any) -> None:
    gives(text, expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("date(2026, 2, 30)", None),
        ('date("2026-2-03")', None),
        ('date("2026-02-03T10:00:00")', None),
        ('date(@"2026-02-03T23:00:00-05:00")', dt.date(2026, 2, 3)),
        ('time("24:00:00")', None),
        ('time("10:00:00+19:00")', None),
        ('time("10:00:00+01:00@Europe/Paris")', None),
        ('string(time(10, 0, 0.5, duration("PT1H")))', "10:00:00.5+01:00"),
        (
            'string(date and time("2026-04-29T09:30:00+02:00[Europe/Berlin]"))',
            "2026-04-29T09:30:00@Europe/Berlin",
        ),
        ('string(date and time(@"2026-07-31T14:27:30Z", "+08:00"))', "2026-07-31T22:27:30+08:00"),
        ('duration("P1Y2M3D")', None),
        ('duration("P1DT")', None),
        ('string(duration("-PT36H"))', "-P1DT12H"),
        ('string(@"P1Y" * 2.5)', "P2Y6M"),
        ('string(abs(duration("-PT0.000000001S")))', "PT0.000000001S"),
        ('string(abs(duration("-P13M")))', "P1Y1M"),
        ('string(duration("PT1S") / 0.3)', "PT3.333333333S"),
        ('@"P1Y" / @"P5M"', D("2.4")),
        ('@"P1Y" = @"P365D"', None),
        ('@"2026-01-01" - @"2026-01-01T00:00:00Z" = @"PT0S"', True),
        ('@"10:00:00Z" - @"09:00:00"', None),
        ('string(years and months duration(@"2013-08-24", @"2011-12-22"))', "-P1Y8M"),
        ('week of year(@"2005-01-01")', D(53)),
        ('day of year(@"2024-12-31")', D(366)),
    ],
)
def test_functions_of_dates_and_times(text: str, expected: Any) -> None:
    gives(text, expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('range("[18..21)").end included', False),
        ('range("(..3]") = (<= 3)', True),
        ('range("[1..]")', None),
        ('range("[21..18]")', None),
        ('5 in range("[1..10]")', True),
        ('range("[@\\"2026-01-01\\"..@\\"2026-12-31\\"]").start', dt.date(2026, 1, 1)),
        ("(> 5).start", D(5)),
        ("(> 5).end", None),
        ("(!= 5).start", None),
        ("4 in (!= 5)", True),
        ("(= 10) = [10..10]", False),
        ("before((< 5), 6)", True),
        ("includes((>= 5), 5)", True),
        ("during(6, (> 5))", True),
        ("meets((<= 5), (>= 5))", True),
        ("overlaps after([4..10], [1..5))", True),
        ('before("a", "b")', None),
        ("before(1, null)", None),
    ],
)
def test_ranges_and_their_relations(text: str, expected: Any) -> None:
    gives(text, expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('(function(a: number) a)("x")', None),
        ("(function(a: number) a)([1])", D(1)),
        ("(function(a: list<number>) a)(1)", [D(1)]),
        ("(function(a: number) a)(null)", None),
        ('(function(a: date and time) string(a))(@"2026-01-01")', "2026-01-01T00:00:00Z"),
        ("(function(f, x) f(x))(abs, -3)", D(3)),
        ("(function(a: number) a) instance of function<number> -> number", True),
        ("(function(a: string) a) instance of function<number> -> Any", False),
        ("abs instance of function<number> -> number", True),
        ('@"P1D" instance of day-time-duration', True),
        ("[1, null] instance of list<number>", True),
        ("{a: 1, b: 2} instance of context<a: number>", True),
        ("null instance of Any", False),
    ],
)
def test_types_of_parameters_and_values(text: str, expected: Any) -> None:
    gives(text, expected)


def test_lists_with_items_of_different_types_are_different() -> None:
    assert feel.evaluate('[1, 2] = [1, "a"]') is False
    assert feel.evaluate('{a: 1} = {a: "x"}') is False


def test_a_cell_may_look_into_the_tested_list() -> None:
    assert feel.parse_unary_tests('"a" in ?').evaluate(["a", "b"], {}) is True
