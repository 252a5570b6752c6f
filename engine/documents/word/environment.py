"""The sandbox of templates: plain data, listed filters, no call but `range`, only numbers in `*` and `%`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from jinja2 import ChainableUndefined, Environment
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context, LoopContext, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from engine.documents.word.dialect import FILTERS, TESTS
from engine.documents.word.formats import FORMATS

MOST_ROUNDS = 1_000
_MOST_NUMBER = 10**30


class Null(ChainableUndefined):
    """A value that is not there, or null: one thing, as in expressions.

    It prints nothing, counts as no, compares as false, calculates to itself, and is an empty list.
    """

    def __eq__(self, other: object) -> bool:
        return other is None or isinstance(other, Undefined)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(None)

    def _never(self, other: object) -> bool:
        return False

    __lt__ = __le__ = __gt__ = __ge__ = _never  # type: ignore[assignment]


class TemplateEnvironment(ImmutableSandboxedEnvironment):
    """Data comes in as dict, list, text, Decimal, bool and Null; a template can reach nothing else."""

    intercepted_binops = frozenset({"+", "-", "*", "/", "//", "**", "%"})
    intercepted_unops = frozenset({"+", "-"})

    def __init__(self, formats: Mapping[str, Callable[..., Any]] | None = None) -> None:
        super().__init__(autoescape=True, undefined=Null, finalize=_shown)
        self.globals = {"range": _short_range}
        kept = {name: self.filters[name] for name in FILTERS if name in self.filters}
        self.filters = {**kept, **(FORMATS if formats is None else formats)}
        self.tests = {name: self.tests[name] for name in TESTS}
        self.tests["none"] = lambda value: value is None or isinstance(value, Undefined)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        if isinstance(left, Undefined) or isinstance(right, Undefined):
            return Null()
        if operator == "+" and isinstance(left, str) and isinstance(right, str):
            return left + right
        if operator == "**" or not (_is_number(left) and _is_number(right)):
            raise SecurityError(f"operator {operator}")
        if abs(left) > _MOST_NUMBER or abs(right) > _MOST_NUMBER:
            raise SecurityError("number")
        return super().call_binop(context, operator, _exact(left), _exact(right))

    def call_unop(self, context: Context, operator: str, arg: Any) -> Any:
        if isinstance(arg, Undefined):
            return arg
        if not _is_number(arg):
            raise SecurityError(f"operator {operator}")
        return super().call_unop(context, operator, arg)

    def call(__self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:
        # Inside a loop, Jinja hands on the loop's variables as keywords of its own.
        if __obj is not _short_range or kwargs.keys() - {"_loop_vars", "_block_vars"}:
            raise SecurityError("call")
        return _short_range(*args)

    def getattr(self, obj: Any, attribute: str) -> Any:
        if isinstance(obj, LoopContext) and not attribute.startswith("_"):
            return super().getattr(obj, attribute)
        return self.getitem(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        if isinstance(argument, str) and argument.startswith("_"):
            raise SecurityError(argument[:60])
        if isinstance(obj, Mapping) and isinstance(argument, str) and argument in obj:
            return obj[argument]
        if isinstance(obj, Sequence) and isinstance(argument, int | Decimal | slice):
            return self._item(obj, argument)
        return Null()

    def _item(self, obj: Sequence[Any], argument: int | Decimal | slice) -> Any:
        position = int(argument) if isinstance(argument, Decimal) else argument
        try:
            return obj[position]
        except (IndexError, TypeError, ValueError):
            return Null()


def new_environment() -> Environment:
    """The environment of uploads and renderings."""
    return TemplateEnvironment()


def _short_range(*args: Any) -> range:
    numbers = [int(arg) for arg in args if _is_number(arg)]
    if len(numbers) != len(args) or not 1 <= len(args) <= 3:
        raise SecurityError("range")
    found = range(*numbers)
    if len(found) > MOST_ROUNDS:
        raise SecurityError("range")
    return found


def _is_number(value: Any) -> bool:
    return isinstance(value, int | Decimal | float) and not isinstance(value, bool)


def _exact(value: Any) -> Decimal:
    """A number as it was written: `0.1` in a template is a float, and a tenth is meant."""
    return Decimal(repr(value)) if isinstance(value, float) else Decimal(value)


def _shown(value: Any) -> Any:
    """How a value without a filter is printed: null is empty, numbers are plain, yes and no in Chinese."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    return format(value, "f") if isinstance(value, Decimal) else value
