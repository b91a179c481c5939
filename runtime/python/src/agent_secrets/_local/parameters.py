"""Converts `name=value` into arguments according to a function's annotations."""

from __future__ import annotations

import difflib
import enum
import inspect
import json
import types
import typing
from collections.abc import Callable, Mapping
from typing import Any, Literal, Union, get_args, get_origin

from .placeholders import Placeholder
from .problem import CannotRun

_TRUE, _FALSE = ("true", "yes", "1"), ("false", "no", "0")


def arguments_of(
    function: Callable[..., object], given: Mapping[str, str], provided: Mapping[str, object]
) -> dict[str, object]:
    """Returns the keyword arguments for a call.

    :param provided: what the platform passes by name: `conv`, `flow`
    :raises CannotRun: if an argument is missing, unknown or of another type
    """
    name = getattr(function, "__name__", "The function")
    parameters = inspect.signature(function).parameters
    wanted = {one: parameter for one, parameter in parameters.items() if one not in provided}
    takes_any = any(one.kind is one.VAR_KEYWORD for one in wanted.values())
    named = {one: p for one, p in wanted.items() if p.kind not in (p.VAR_KEYWORD, p.VAR_POSITIONAL)}
    for one in given:
        if one not in named and not takes_any:
            raise CannotRun(_unknown(name, one, list(named)))
    hints = _hints(function)
    missing = [one for one, p in named.items() if p.default is p.empty and one not in given]
    if missing:
        needed = ", ".join(_described(one, hints.get(one, Any)) for one in missing)
        add = " ".join(f"{one}=…" for one in missing)
        raise CannotRun(f"{name} needs {needed}. Add {add}.")
    arguments = {one: value for one, value in provided.items() if one in parameters}
    for one, text in given.items():
        arguments[one] = _converted(one, text, hints.get(one, Any))
    return arguments


def _unknown(function: str, name: str, known: list[str]) -> str:
    near = difflib.get_close_matches(name, known, 1)
    if near:
        return f"{function} has no parameter {name}. Did you mean {near[0]}?"
    return f"{function} has no parameter {name}. It has {', '.join(known) or 'none'}."


def _hints(function: Callable[..., object]) -> dict[str, Any]:
    """Returns the annotations. Ignores those that cannot be resolved here."""
    try:
        return typing.get_type_hints(function)
    except Exception:
        pass
    hints: dict[str, Any] = {}
    for name, parameter in inspect.signature(function).parameters.items():
        annotation = parameter.annotation
        if isinstance(annotation, str):
            try:
                # Evaluated with the function's globals, as in `get_type_hints`.
                annotation = eval(annotation, dict(getattr(function, "__globals__", {})))
            except Exception:
                continue
        if annotation is not parameter.empty:
            hints[name] = annotation
    return hints


def _converted(name: str, text: str, hint: Any) -> object:
    try:
        return _from_text(text, hint)
    except (ValueError, TypeError, RecursionError):
        pass
    # Omits the argument, which may be a secret.
    raise CannotRun(f"{name} must be {_kind(hint) or 'of the type that its annotation says'}.")


def _described(name: str, hint: Any) -> str:
    kind = _kind(hint)
    return f"{name} ({kind})" if kind else name


def _kind(hint: Any) -> str:
    match _plain(hint):
        case types.NoneType:
            return "null"
        case builtins if builtins in _KINDS:
            return _KINDS[builtins]
        case _:
            pass
    origin, args = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return " or ".join(kind for kind in map(_kind, args) if kind)
    if origin is Literal:
        return "one of " + ", ".join(str(one) for one in args)
    if isinstance(hint, type) and issubclass(hint, enum.Enum):
        return "one of " + ", ".join(hint.__members__)
    return ""


_KINDS: dict[Any, str] = {
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    str: "text",
    list: "a list in JSON",
    tuple: "a list in JSON",
    set: "a list in JSON",
    dict: "an object in JSON",
}


def _plain(hint: Any) -> Any:
    """Returns the class of an annotation: list for `list[int]`, and dict for a `TypedDict`."""
    origin = get_origin(hint)
    if origin is not None:
        return getattr(origin, "__origin__", origin)
    return dict if typing.is_typeddict(hint) else hint


def _from_text(text: str, hint: Any) -> object:
    """:raises ValueError:"""
    origin, args = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return _first_that_fits(text, args)
    if origin is Literal:
        return next(one for one in [*args, None] if _is_written(text, one, args))
    if origin is typing.Annotated:
        return _from_text(text, args[0])
    plain = _plain(hint)
    if isinstance(plain, type) and issubclass(plain, enum.Enum):
        return _member_of(plain, text)
    if plain is bool:
        lower = text.lower()
        if lower not in (*_TRUE, *_FALSE):
            raise ValueError
        return lower in _TRUE
    if plain in (int, float):
        return plain(text)
    if plain is types.NoneType:
        if text != "null":
            raise ValueError
        return None
    if isinstance(plain, type) and plain not in (str, object) and not issubclass(plain, Placeholder):
        for kind in (dict, list, tuple, set, frozenset):
            if issubclass(kind, plain):
                return _of_json(text, kind)
    return text


def _is_written(text: str, one: object, options: tuple[object, ...]) -> bool:
    if one is None and None not in options:
        raise ValueError
    return text == ("null" if one is None else str(one).lower() if isinstance(one, bool) else str(one))


def _first_that_fits(text: str, options: tuple[Any, ...]) -> object:
    """Tries `str` last, because it accepts any argument."""
    for option in sorted(options, key=lambda one: _plain(one) is str):
        try:
            return _from_text(text, option)
        except (ValueError, TypeError):
            continue
    raise ValueError


def _member_of(kind: type[enum.Enum], text: str) -> enum.Enum:
    if text in kind.__members__:
        return kind.__members__[text]
    for member in kind:
        if str(member.value) == text:
            return member
    raise ValueError


def _of_json(text: str, kind: Callable[[Any], object]) -> object:
    value: object = json.loads(text)
    if not isinstance(value, dict if kind is dict else list):
        raise ValueError
    return kind(value)
