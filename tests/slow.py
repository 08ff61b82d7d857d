"""Which values of a test are tried in every run, and which only where there is time for all?"""

import itertools
from collections.abc import Callable, Collection, Iterable
from typing import TypeVar

import pytest
from _pytest.mark.structures import ParameterSet

Value = TypeVar("Value")


def unless(is_quick: Callable[[Value], bool], values: Iterable[Value]) -> list[ParameterSet]:
    """Return the values as parameters of a test, slow but for those that `is_quick` picks."""
    marked: list[ParameterSet] = []
    for value in values:
        arguments = value if isinstance(value, tuple) else (value,)
        marks = () if is_quick(value) else (pytest.mark.slow,)
        if isinstance(value, ParameterSet):
            marked.append(value._replace(marks=[*value.marks, *marks]))
        else:
            marked.append(pytest.param(*arguments, marks=marks))
    return marked


def these(quick: Collection[int], values: Iterable[Value]) -> list[ParameterSet]:
    """Return the values as parameters of a test, slow but for those at the places `quick`."""
    at = itertools.count()
    return unless(lambda _: next(at) in quick, values)
