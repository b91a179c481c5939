"""Arguments are converted according to annotations."""

from __future__ import annotations

import enum
from collections.abc import Callable
from typing import Any, Literal, Optional, TypedDict, Union

import pytest

from agent_secrets._local.parameters import arguments_of
from agent_secrets._local.problem import CannotRun


class Room(enum.Enum):
    SINGLE = "single"
    DOUBLE = 2


class Guest(TypedDict):
    name: str


def function_of(hint: Any) -> Callable[..., Any]:
    def function(conv: Any, it: Any, other: str = "x") -> Any:
        return it

    function.__annotations__["it"] = hint
    return function


@pytest.mark.parametrize(
    ("hint", "text", "value"),
    [
        (int, "7", 7),
        (int, "-7", -7),
        (float, "1.5", 1.5),
        (bool, "true", True),
        (bool, "False", False),
        (bool, "0", False),
        (str, "7", "7"),
        (str, "", ""),
        (str, "a=b", "a=b"),
        (Any, "7", "7"),
        (list, "[1]", [1]),
        (list[str], '["a"]', ["a"]),
        (tuple[int, ...], "[1, 2]", (1, 2)),
        (dict, '{"a": 1}', {"a": 1}),
        (dict[str, int], '{"a": 1}', {"a": 1}),
        (Guest, '{"name": "Ann"}', {"name": "Ann"}),
        (Optional[int], "7", 7),
        (Optional[int], "null", None),
        (Optional[str], "null", None),
        (int | None, "7", 7),
        (Union[int, str], "7", 7),
        (Union[str, int], "7", 7),
        (Union[int, str], "seven", "seven"),
        (list[int] | str, "[1]", [1]),
        (Literal["a", "b"], "b", "b"),
        (Literal[1, 2], "2", 2),
        (Literal[True], "true", True),
        (Room, "SINGLE", Room.SINGLE),
        (Room, "2", Room.DOUBLE),
        ("int", "7", 7),
        ("NotDefinedAnywhere", "7", "7"),
    ],
)
def test_types(hint: Any, text: str, value: object) -> None:
    arguments = arguments_of(function_of(hint), {"it": text}, {"conv": 1, "flow": 2})
    assert arguments == {"conv": 1, "it": value}


@pytest.mark.parametrize(
    ("hint", "text", "must_be"),
    [
        (int, "1.5", "a whole number"),
        (float, "a", "a number"),
        (bool, "maybe", "true or false"),
        (list[int], "1", "a list in JSON"),
        (dict, "[]", "an object in JSON"),
        (Literal["a", "b"], "c", "one of a, b"),
        (Room, "TRIPLE", "one of SINGLE, DOUBLE"),
        (int | None, "x", "a whole number or null"),
    ],
)
def test_wrong_types(hint: Any, text: str, must_be: str) -> None:
    with pytest.raises(CannotRun) as caught:
        arguments_of(function_of(hint), {"it": text}, {"conv": 1})
    assert str(caught.value) == f"it must be {must_be}."


def test_missing_and_unknown_parameters() -> None:
    with pytest.raises(CannotRun, match=r"function needs it \(a whole number\)\. Add it=…\."):
        arguments_of(function_of(int), {}, {"conv": 1})
    with pytest.raises(CannotRun, match=r"function has no parameter othr\. Did you mean other\?"):
        arguments_of(function_of(int), {"it": "1", "othr": "2"}, {"conv": 1})
    with pytest.raises(CannotRun, match=r"no parameter conv\. It has it, other\."):
        arguments_of(function_of(int), {"it": "1", "conv": "2"}, {"conv": 1})
