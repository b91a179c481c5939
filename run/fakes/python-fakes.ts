import type { Fakes, FakeSecret } from './fake-values.ts';

/**
 * Generates a class with the read functions of `conv.utils`, and a pytest fixture that provides it. Its
 * exceptions can be caught as the platform's classes, and as those of the Python package if it is installed.
 */
export function pythonFakes({ secrets, missing, about }: Fakes): string {
  const types = typesOf(secrets);
  const dictionaries = [...types].map(([{ value }, type]) => dictionaryType(type, value));
  return `# ${about}
# Every value is made up. Run "agent-secrets fakes" again when the secrets change.

import re
import sys
from typing import Any, Literal, TypedDict, overload

import pytest

${dictionaries.join('')}
# None: the secret exists, and the agent has no access.
_VALUES: dict[str, Any] = {
${secrets.map(({ name, value }) => `    ${quoted(name)}: ${valueText(value)},\n`).join('')}${missing.map((name) => `    ${quoted(name)}: None,\n`).join('')}}


class FakeSecrets:
    """Replaces conv.utils: get_secret returns made-up values of the right types."""

    def __init__(self) -> None:
        self._values = dict(_VALUES)

    def __setitem__(self, secret_name: str, value: str | dict[str, str] | None) -> None:
        """Sets a value for one test; None removes access."""
        self._values[secret_name] = value

${secrets.map((secret) => overload(quoted(secret.name), types.get(secret) ?? 'str')).join('')}    @overload
    def get_secret(self, secret_name: str) -> Any: ...

    def get_secret(self, secret_name: str) -> Any:
        value = self._values.get(secret_name)
        if value is None:
            raise _error(secret_name, "MissingAccess" if secret_name in self._values else "SecretNotFound")
        return dict(value) if isinstance(value, dict) else value


def _error(secret_name: str, kind: str) -> Exception:
    """Creates an instance of the class with this name in every loaded module of the platform."""
    loaded = [module for name, module in list(sys.modules.items()) if _PLATFORM.search(name)]
    named = dict.fromkeys(getattr(module, "__dict__", {}).get(kind) for module in loaded)
    classes = [one for one in named if isinstance(one, type) and issubclass(one, Exception)]
    # A class must precede its bases.
    bases = sorted(classes, key=lambda one: -len(one.__mro__)) or [Exception]
    error = type(kind, tuple(bases), {"__init__": Exception.__init__})(_MESSAGES[kind].format(secret_name))
    error.__dict__.update(secret_name=secret_name, assistant_id="FAKE-AGENT", code=kind, request_id=None)
    return error


_PLATFORM = re.compile(r"(^|\\.)(_gen|agent_secrets|secret_vault)(\\.|$)")
_MESSAGES = {
    "MissingAccess": "The agent has no access to the secret {!r}.",
    "SecretNotFound": "The secret {!r} does not exist.",
}


@pytest.fixture
def fake_secrets() -> FakeSecrets:
    return FakeSecrets()
`;
}

function overload(name: string, type: string): string {
  return `    @overload
    def get_secret(self, secret_name: Literal[${name}]) -> ${type}: ...

`;
}

/** Assigns a unique type name to each dictionary, in order, because secret names may be nearly identical. */
function typesOf(secrets: readonly FakeSecret[]): ReadonlyMap<FakeSecret, string> {
  const types = new Map<FakeSecret, string>();
  for (const secret of secrets) {
    if (typeof secret.value === 'string') continue;
    const plain = `Fake${camelCase(secret.name)}`;
    const taken = new Set(types.values());
    let type = plain;
    for (let number = 2; taken.has(type); number += 1) type = `${plain}_${String(number)}`;
    types.set(secret, type);
  }
  return types;
}

function camelCase(name: string): string {
  const words = name.split(/[^A-Za-z\d]+/).filter((word) => word !== '');
  return words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join('');
}

function dictionaryType(type: string, value: FakeSecret['value']): string {
  const fields = typeof value === 'string' ? [] : Object.keys(value);
  const typed = fields.map((field) => `${quoted(field)}: str`).join(', ');
  return `${type} = TypedDict(${quoted(type)}, {${typed}})\n`;
}

function valueText(value: FakeSecret['value']): string {
  if (typeof value === 'string') return quoted(value);
  const fields = Object.entries(value).map(([field, text]) => `${quoted(field)}: ${quoted(text)}`);
  return `{${fields.join(', ')}}`;
}

/** JSON escapes are also valid in Python. */
function quoted(text: string): string {
  return JSON.stringify(text);
}
