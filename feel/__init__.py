"""FEEL, the expression language of DMN in Camunda's dialect: a leaf with its own grammar and evaluator.

    feel.parse("amount > 100 and status = \"open\"").evaluate({"amount": 120, "status": "open"})

The language is that of DMN 1.5 chapter 10 and the Camunda 8 FEEL reference. Wrong types give null; limits of
size and work, and constructs that are not run, are named errors with a place.
"""

from __future__ import annotations

from feel.builtins import BUILTINS
from feel.errors import FeelBudgetError, FeelError, FeelEvaluationError, FeelSyntaxError, FeelUnsupported
from feel.expression import Expression, UnaryTests, evaluate, parse, parse_unary_tests, template, tested
from feel.grammar.nodes import Type
from feel.help import (
    Explanation,
    Mistake,
    Part,
    Slip,
    Use,
    did_you_mean,
    explain,
    lacks_equals,
    mistake,
    names,
)
from feel.limits import Budget, Meter
from feel.outward import to_json
from feel.printing import print_expression, print_tests
from feel.runtime.notes import FeelWarning
from feel.temporal import read_date, read_date_time, read_duration, read_time
from feel.values import Function, Range, YearsMonths, type_name

#: Names of the builtin functions, for static checks and completion.
BUILTIN_NAMES: frozenset[str] = frozenset(BUILTINS)

__all__ = [
    "BUILTIN_NAMES",
    "Budget",
    "Explanation",
    "Expression",
    "FeelBudgetError",
    "FeelError",
    "FeelEvaluationError",
    "FeelSyntaxError",
    "FeelUnsupported",
    "FeelWarning",
    "Function",
    "Meter",
    "Mistake",
    "Part",
    "Range",
    "Slip",
    "Type",
    "UnaryTests",
    "Use",
    "YearsMonths",
    "did_you_mean",
    "evaluate",
    "explain",
    "lacks_equals",
    "mistake",
    "names",
    "parse",
    "parse_unary_tests",
    "print_expression",
    "print_tests",
    "read_date",
    "read_date_time",
    "read_duration",
    "read_time",
    "template",
    "tested",
    "to_json",
    "type_name",
]
