"""Wraps a value or a token so that printing objects does not reveal it."""

from __future__ import annotations

from collections.abc import Callable
from itertools import repeat
from typing import Generic, NoReturn, TypeVar

T = TypeVar("T")


class Hidden(Generic[T]):
    """Error reporters send the `repr` and attributes of local variables. Neither reveals the value here."""

    __slots__ = ("reveal",)

    reveal: Callable[[], T]

    def __init__(self, value: T) -> None:
        self.reveal = repeat(value).__next__  # Unlike a function, it has no frame that reveals the value.

    def __repr__(self) -> str:
        return "<hidden>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("A hidden value is not pickled.")
