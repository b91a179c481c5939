"""Exceptions can also be caught as the platform's classes."""

from __future__ import annotations

import pickle
import sys
from types import ModuleType
from typing import Any

import pytest

from agent_secrets import AgentSecretsError, InvalidInput, MissingAccess, SecretNotFound, VaultUnavailable
from agent_secrets.exceptions import platform_class

PLATFORM = """
class SecretNotFound(Exception):
    def __init__(self, secret_name: str) -> None: ...
class MissingAccess(Exception):
    def __init__(self, assistant_id: str, secret_name: str) -> None: ...
class InvalidInput(Exception):
    def __init__(self, assistant_id: str, secret_name: str) -> None: ...
"""


def platform_module(monkeypatch: pytest.MonkeyPatch, name: str, source: str = PLATFORM) -> Any:
    module = ModuleType(name)
    exec(source, module.__dict__)
    monkeypatch.setitem(sys.modules, name, module)
    return module


@pytest.mark.parametrize(
    "name",
    ["_gen", "_gen.secret_vault", "_gen.conversation", "utils", "utils.secret_vault", "a.functions.builtin"],
)
def test_what_is_raised_is_caught_by_the_class_that_a_function_imported(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    platform = platform_module(monkeypatch, name)
    for ours, args in [(SecretNotFound, ("s",)), (MissingAccess, ("A", "s")), (InvalidInput, ("A", "s"))]:
        error: Any = platform_class(ours)(*args)
        assert isinstance(error, getattr(platform, ours.__name__))
        assert isinstance(error, ours) and isinstance(error, AgentSecretsError)
        assert (error.secret_name, error.code) == ("s", ours.__name__)
        assert type(error).__name__ == ours.__name__


def test_of_two_projects_each_catches_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = platform_module(monkeypatch, "_gen"), platform_module(monkeypatch, "other._gen")
    error = platform_class(MissingAccess)("A", "s")
    assert isinstance(error, one.MissingAccess) and isinstance(error, other.MissingAccess)


@pytest.mark.parametrize(
    "source",
    [
        "class MissingAccess: pass",
        "MissingAccess = 3",
        "class Meta(type): pass\nclass MissingAccess(OSError, metaclass=Meta): pass",
        "class Base(Exception): pass\nclass MissingAccess(Base): pass",
        "from agent_secrets import MissingAccess",
    ],
)
def test_a_strange_class_of_the_platform_breaks_nothing(monkeypatch: pytest.MonkeyPatch, source: str) -> None:
    platform_module(monkeypatch, "_gen", source)
    assert isinstance(platform_class(MissingAccess)("A", "s"), MissingAccess)


def test_pickles_and_is_still_the_platforms(monkeypatch: pytest.MonkeyPatch) -> None:
    platform = platform_module(monkeypatch, "_gen")
    for ours, args in [(SecretNotFound, ("s",)), (MissingAccess, ("A", "s")), (InvalidInput, ("A", "s"))]:
        error: Any = platform_class(ours)(*args, request_id="r-1")
        again = pickle.loads(pickle.dumps(error))
        assert isinstance(again, getattr(platform, ours.__name__))
        assert (str(again), again.secret_name, again.request_id) == (str(error), "s", "r-1")
    error = pickle.loads(pickle.dumps(VaultUnavailable("away", code="Sealed", request_id="r-2")))
    assert (str(error), error.code, error.request_id) == ("away", "Sealed", "r-2")


def test_names_cannot_forge_lines() -> None:
    error = MissingAccess("A", "x\nTraceback \x1b[2J\u202e" + "y" * 500)
    assert "\n" not in str(error) and "\x1b" not in str(error) and "\u202e" not in str(error)
    assert len(str(error)) < 300
