"""The package's exceptions. Messages never contain a value, a token, or text from the vault."""

from __future__ import annotations

import functools
import json
import re
import sys
from collections.abc import Callable
from typing import TypeVar, cast

_LONGEST_SHOWN = 130
_PLATFORM_MODULE = re.compile(r"(^|\.)(_gen|secret_vault|functions\.builtin)(\.|$)|^utils$")

_Error = TypeVar("_Error", bound="AgentSecretsError")


class AgentSecretsError(Exception):
    """The base class of all errors. `code` is stable; `request_id` finds the request in the vault's log."""

    code: str
    request_id: str | None

    def __init__(self, message: str, *, code: str = "Failed", request_id: str | None = None) -> None:
        # Not super(), because a platform class that is also a base takes other arguments.
        Exception.__init__(self, message)
        self.code = code
        self.request_id = request_id


class SecretNotFound(AgentSecretsError):
    """The vault has no secret with this name."""

    def __init__(self, secret_name: str, *, request_id: str | None = None) -> None:
        message = f"The secret {quoted(secret_name)} does not exist. Check its name."
        AgentSecretsError.__init__(self, message, code="SecretNotFound", request_id=request_id)
        self.secret_name = secret_name

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return _restored, (SecretNotFound, (self.secret_name,), self.request_id)


class MissingAccess(AgentSecretsError):
    """The secret exists, but the agent is not on its access list."""

    def __init__(self, assistant_id: str, secret_name: str, *, request_id: str | None = None) -> None:
        message = (
            f"Agent {quoted(assistant_id)} has no access to the secret {quoted(secret_name)}. "
            "Ask an account admin to grant it."
        )
        AgentSecretsError.__init__(self, message, code="MissingAccess", request_id=request_id)
        self.assistant_id = assistant_id
        self.secret_name = secret_name

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return _restored, (MissingAccess, (self.assistant_id, self.secret_name), self.request_id)


class InvalidInput(AgentSecretsError):
    """No secret can have this name."""

    def __init__(self, assistant_id: str, secret_name: str, *, request_id: str | None = None) -> None:
        message = (
            f"{quoted(secret_name)} is not a valid secret name. "
            "A name has 1 to 128 printable characters and no space at either end."
        )
        AgentSecretsError.__init__(self, message, code="InvalidInput", request_id=request_id)
        self.assistant_id = assistant_id
        self.secret_name = secret_name

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return _restored, (InvalidInput, (self.assistant_id, self.secret_name), self.request_id)


class NotConfigured(AgentSecretsError):
    """The vault's address, the agent or the token is missing or unusable. Nothing was sent."""

    def __init__(self, message: str) -> None:
        super().__init__(message, code="NotConfigured")


class Unauthenticated(AgentSecretsError):
    """The vault rejected the token."""


class VaultUnavailable(AgentSecretsError):
    """No usable response arrived before the deadline. `code` identifies the reason."""


def platform_class(ours: type[_Error]) -> type[_Error]:
    """Returns the class to raise: ours, combined with every class of that name in the platform modules that
    are loaded.

    Functions catch the classes from the platform's `_gen`. Only code that has imported such a module can
    refer to its classes, so it is enough to look at the loaded modules, and nothing is imported.
    """
    twins = _platform_twins(ours)
    return _combined(ours, twins) if twins else ours


def _platform_twins(ours: type[AgentSecretsError]) -> tuple[type[Exception], ...]:
    found: list[type[Exception]] = []
    for name, module in list(sys.modules.items()):
        if _PLATFORM_MODULE.search(name) is None:
            continue
        twin = getattr(module, "__dict__", {}).get(ours.__name__)
        if isinstance(twin, type) and issubclass(twin, Exception) and not issubclass(twin, ours):
            found.append(twin)
    # Python finds no consistent order of bases if one base is also a base of another.
    return tuple(
        dict.fromkeys(
            one for one in found if not any(other is not one and issubclass(other, one) for other in found)
        )
    )


@functools.lru_cache(maxsize=64)
def _combined(ours: type[_Error], twins: tuple[type[Exception], ...]) -> type[_Error]:
    members = {"__module__": ours.__module__, "__doc__": ours.__doc__}
    try:
        # A class with this base is a subclass of it.
        return cast("type[_Error]", type(ours.__name__, (ours, *twins), members))
    except TypeError:  # The metaclasses or memory layouts are incompatible.
        return ours


def _restored(
    kind: type[AgentSecretsError], args: tuple[str, ...], request_id: str | None
) -> AgentSecretsError:
    make: Callable[..., AgentSecretsError] = platform_class(kind)
    return make(*args, request_id=request_id)


def quoted(text: str) -> str:
    """Makes text safe to print: escapes control characters and truncates long text."""
    shown = text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"
    return "".join(
        one if one.isprintable() else _escaped(one) for one in json.dumps(shown, ensure_ascii=False)
    )


def _escaped(character: str) -> str:
    return f"\\u{{{ord(character):x}}}"
