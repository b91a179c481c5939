import { describe, expect, it } from 'vitest';
import { typeStub } from '../../analysis/for-command-line.ts';
import type { CatalogSecret } from '../../contracts/catalog.ts';
import { secret } from '../support/analysis-fixture.ts';

const crm = secret('crm_oauth', { kind: 'key_value', fields: ['client_secret', 'client_id'] });
const key = secret('stripe_api_key');
const module = `"""Generated."""

from typing import Any


class Utils:
    def get_secret(self, secret_name: str) -> Any:
        """The value of a secret."""
        raise NotImplementedError

    def other(self) -> int: ...
`;

/** The stub without its first lines, and with the names of typing as developers write them. */
function stubOf(text: string, ...secrets: readonly CatalogSecret[]): string | undefined {
  return typeStub(text, secrets)
    ?.replace(/^(?:# .*\n)+/, '')
    .replaceAll('_agent_secrets_typing.', '')
    .replace('import typing as _agent_secrets_typing\n', '');
}

describe('a stub', () => {
  it('knows the type of each value by the name of the secret', () => {
    expect(stubOf(module, key, crm)).toBe(`"""Generated."""

_SingleSecret = TypeVar("_SingleSecret", bound=Literal["stripe_api_key"])
_CrmOauthSecretName = TypeVar("_CrmOauthSecretName", bound=Literal["crm_oauth"])
_CrmOauthSecretField = TypeVar("_CrmOauthSecretField", bound=Literal["client_id", "client_secret"])
class CrmOauthSecret(Dict[str, str]):
    def __getitem__(self, key: _CrmOauthSecretField) -> str: ...

from typing import Any


class Utils:
    @overload
    def get_secret(self, secret_name: _SingleSecret) -> str: ...

    @overload
    def get_secret(self, secret_name: _CrmOauthSecretName) -> CrmOauthSecret: ...

    @overload
    def get_secret(self, secret_name: str) -> Any: ...

    def other(self) -> int: ...
`);
  });

  it('is the same for any order of the catalog', () => {
    expect(typeStub(module, [crm, key])).toBe(typeStub(module, [key, crm]));
  });

  it('gives secrets with the same fields one type, because code chooses between them', () => {
    const other = secret('crm_live', { kind: 'key_value', fields: ['client_id', 'client_secret'] });
    const stub = stubOf(module, crm, other);
    expect(stub).toContain('bound=Literal["crm_live", "crm_oauth"]');
    expect(stub?.match(/^class .*Secret\(/gm)).toEqual(['class CrmLiveSecret(']);
  });

  it.each([
    ['a secret that the agent may not read', secret('payroll', { access: 'missing' })],
    ['a dictionary without known fields', secret('payroll', { kind: 'key_value' })],
  ])('has nothing for %s', (_, one) => {
    expect(typeStub(module, [one])).not.toContain('payroll');
  });

  it('leaves the function unchanged when nothing is known', () => {
    expect(stubOf(module)).toContain('    def get_secret(self, secret_name: str) -> Any: ...\n');
    expect(stubOf(module)).not.toContain('overload');
  });

  it.each([
    ['spaces', 'Clinic Directory', 'ClinicDirectorySecret'],
    ['capitals', 'DISPATCH_API', 'DispatchApiSecret'],
    ['a digit first', '3cx-login', 'The3cxLoginSecret'],
    ['camel case', 'guestCrm', 'GuestCrmSecret'],
    ['no letters that Python may hold', 'ключ', 'Secret'],
  ])('names the type of a secret with %s', (_, name, type) => {
    const stub = typeStub(module, [secret(name, { kind: 'key_value', fields: ['a'] })]);
    expect(stub).toContain(`class ${type}(`);
  });

  it('avoids names that the module already has', () => {
    const stub = typeStub(`${module}\nclass CrmOauthSecret: ...\n`, [crm]);
    expect(stub).toContain('class CrmOauthSecret2(');
  });

  it('writes names and fields as Python reads them', () => {
    const odd = secret('a"b\\c', { kind: 'key_value', fields: ['x\ny'] });
    expect(typeStub(module, [odd])).toContain(String.raw`Literal["a\"b\\c"]`);
    expect(typeStub(module, [odd])).toContain(String.raw`Literal["x\ny"]`);
  });

  it.each([
    [
      'async',
      'class U:\n    async def get_secret(self, name: str) -> str: ...\n',
      'async def get_secret(self, name: str) -> str: ...',
    ],
    ['of the module', 'def secret_vault(name): return 1\n', 'def secret_vault(name: str) -> Any: ...'],
    [
      'after imports from the future',
      'from __future__ import annotations\nclass U:\n    def get_secret(self, n): ...\n',
      'def get_secret(self, n: str) -> Any: ...',
    ],
    [
      'with line ends of Windows',
      'class U:\r\n    def get_secret(self, n):\r\n        return 1\r\n',
      'def get_secret(self, n: str) -> Any: ...',
    ],
  ])('reads functions: %s', (_, text, last) => {
    const stub = stubOf(text, key);
    expect(stub?.match(/@overload/g)).toHaveLength(2);
    expect(stub).toContain(last);
  });

  it('keeps imports from the future first', () => {
    const stub = stubOf('from __future__ import annotations\ndef secret_vault(name): ...\n', key);
    expect(stub).toMatch(/^from __future__ import annotations\n_SingleSecret/);
  });

  it.each([
    ['a module without such a function', 'class Log: ...\n'],
    ['a call', 'conv.utils.get_secret("a")\n'],
    ['a function of another shape', 'class U:\n    def get_secret(self, name, default=None): ...\n'],
    ['a decorated function of a module', '@cache\ndef secret_vault(name): ...\n'],
    ['a function with stars', 'class U:\n    def get_secret(self, *names): ...\n'],
    ['an attribute', 'class U:\n    get_secret = None\n'],
    ['broken code', 'class U:\n    def get_secret(\n'],
    ['nothing', ''],
  ])('is not written for %s', (_, text) => {
    expect(typeStub(text, [key])).toBeUndefined();
  });

  it('has nothing for an unknown secret, even where the platform says that it is one of two kinds', () => {
    const text = module.replace('-> Any', '-> str | dict');
    expect(stubOf(text, key)).toContain('def get_secret(self, secret_name: str) -> Any: ...');
  });

  const conversation = (members: string): string =>
    `from typing import Any\n\n\nclass Conversation:\n${members}`;
  const utils = { module: '.conv_utils', name: 'Utils' };

  it.each([
    ['lacks them', conversation('    """A call."""\n\n    id: str\n\n\nOTHER = 1\n')],
    ['says nothing of them', conversation('    utils: Any\n    id: str\n')],
    ['has them from a package that is not there', conversation('    utils: Utils\n    id: str\n')],
    ['is decorated', `@dataclass\n${conversation('    id: str\n').split('\n\n\n')[1] ?? ''}`],
    ['is empty', 'class Conversation: ...\n'],
  ])('gives the conversation the utils of another module where it %s', (_, text) => {
    const stub = typeStub(text, [key], utils);
    expect(stub).toContain('from .conv_utils import Utils as _AgentSecretsUtils\n');
    expect(stub).toMatch(/^ {4}utils: _AgentSecretsUtils$/m);
    expect(stub).not.toContain('_SingleSecret');
  });

  it('gives the conversation utils of its own where no module has any', () => {
    expect(stubOf(conversation('    id: str\n'), key))
      .toBe(`_SingleSecret = TypeVar("_SingleSecret", bound=Literal["stripe_api_key"])
class _AgentSecretsUtils:
    @overload
    def get_secret(self, secret_name: _SingleSecret) -> str: ...

    @overload
    def get_secret(self, secret_name: str) -> Any: ...
    def __getattr__(self, name: str) -> Any: ...

from typing import Any


class Conversation:
    id: str
    utils: _AgentSecretsUtils
`);
  });

  it.each([
    ['a class of the module', `${module}\n\nclass Conversation:\n    utils: Utils\n`],
    ['a property', conversation('    @property\n    def utils(self) -> object: ...\n')],
    ['an attribute', conversation('    def __init__(self) -> None:\n        self.utils = make()\n')],
    ['a value', conversation('    utils = make()\n')],
    ['a conversation that is not a class of the module', 'def f():\n    class Conversation: ...\n'],
  ])('leaves utils unchanged that are %s', (_, text) => {
    expect(typeStub(text, [key], utils) ?? '').not.toContain('_AgentSecretsUtils');
  });

  it('gives a conversation without utils those of its own module', () => {
    expect(stubOf(`${module}\n\nclass Conversation:\n    id: str\n`, key)).toContain(
      'class Conversation:\n    id: str\n    utils: Utils\n',
    );
  });
});
