"""Which values of a test are tried in every run, and which only where there is time for all?"""

from collections.abc import Callable, Iterable
from typing import TypeVar

import pytest
from _pytest.mark.structures import ParameterSet

Value = TypeVar("Value")


def unless(is_quick: Callable[[Value], bool], values: Iterable[Value]) -> list[ParameterSet]:
    """Return the values as parameters of a test, slow but for those that `is_quick` picks."""
    marked = []
    for value in values:
        arguments = value if isinstance(value, tuple) else (value,)
        marks = () if is_quick(value) else (pytest.mark.slow,)
        marked.append(pytest.param(*arguments, marks=marks))
    return marked
