"""From a tree back to its text, in one canonical form.

    print_expression(parse("(a+b)  *c").tree) == "(a + b) * c"

One space between words and operators, brackets only where they are needed or where a reader would look for
them, names of odd signs in backticks, texts in double quotes. Comments are not in the tree and are lost.
"""

from __future__ import annotations

from feel.printing.forms import print_expression, print_tests

__all__ = ["print_expression", "print_tests"]
