"""Holds a value or a token so that nothing that prints objects shows it."""

from __future__ import annotations

from collections.abc import Callable
from itertools import repeat
from typing import Generic, NoReturn, TypeVar

T = TypeVar("T")


class Hidden(Generic[T]):
    """Error reporters send `repr` and attributes of local variables; here both show nothing."""

    __slots__ = ("reveal",)

    reveal: Callable[[], T]

    def __init__(self, value: T) -> None:
        self.reveal = repeat(value).__next__  # Unlike a function, it has no frame that shows the value.

    def __repr__(self) -> str:
        return "<hidden>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("A hidden value is not pickled.")
