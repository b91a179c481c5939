"""Placeholders for platform classes that are not available here."""

from __future__ import annotations

from typing import Any


class _PlaceholderType(type):
    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return placeholder(name)


class Placeholder(metaclass=_PlaceholderType):
    """For annotations, and for objects that are only passed on, such as `CartesiaVoice(speed=1)`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.args = args
        for name, value in kwargs.items():
            setattr(self, name, value)

    def __class_getitem__(cls, _: Any) -> Any:
        return cls

    def __repr__(self) -> str:
        given = [f"{name}={value!r}" for name, value in self.__dict__.items() if name != "args"]
        return f"{type(self).__name__}({', '.join([*map(repr, self.args), *given])})"


def placeholder(name: str, is_error: bool = False) -> type:
    return type(name, (Exception,), {}) if is_error else _PlaceholderType(name, (Placeholder,), {})
