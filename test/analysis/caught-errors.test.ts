import { describe, expect, it } from 'vitest';
import { rulesIn } from '../support/analysis-rules.ts';

const notFound = 'secret-not-found @ stripe_v2';
const refused = 'secret-access-missing @ payroll_api';

/** One read inside of a `try` with the handlers given. */
const tried = (handlers: string, name = 'stripe_v2'): string =>
  `def f(conv):\n    try:\n        return conv.utils.get_secret("${name}")\n${handlers.replaceAll(/^(?=.)/gm, '    ')}\n`;

describe('a missing secret is not reported where the code handles that', () => {
  it.each([
    ['by another one', 'except SecretNotFound:\n    return conv.utils.get_secret("stripe_api_key")'],
    ['by an answer', 'except SecretNotFound:\n    return False'],
    ['among other errors', 'except (KeyError, errors.SecretNotFound) as error:\n    return None'],
    ['by any error', 'except Exception:\n    return None'],
    ['by all errors', 'except:\n    pass'],
    ['by unknown errors', 'except READING_ERRORS:\n    pass'],
    ['by doing something before it fails', 'except SecretNotFound:\n    conv.state.x = 1\n    raise'],
    ['after a handler of something else', 'except KeyError:\n    raise\nexcept SecretNotFound:\n    pass'],
  ])('%s', (_, handlers) => {
    expect(rulesIn(tried(handlers))).toEqual([]);
  });

  it.each([
    ['the error is another one', 'except KeyError:\n    return None'],
    ['the error is about access', 'except MissingAccess:\n    return None'],
    ['the error is of another module', 'except requests.RequestException:\n    return None'],
    ['it fails all the same', 'except SecretNotFound:\n    raise'],
    ['it only says so', 'except SecretNotFound as error:\n    log(error)\n    raise Broken() from error'],
    [
      'the handler that would cope is never reached',
      'except SecretNotFound:\n    raise\nexcept Exception:\n    pass',
    ],
    ['nothing is caught', 'finally:\n    done()'],
  ])('but is reported when %s', (_, handlers) => {
    expect(rulesIn(tried(handlers))).toEqual([notFound]);
  });

  it.each([
    ['in a handler', 'try:\n    f()\nexcept SecretNotFound:\n    conv.utils.get_secret("stripe_v2")'],
    [
      'after the tried part',
      'try:\n    f()\nexcept SecretNotFound:\n    pass\nelse:\n    conv.utils.get_secret("stripe_v2")',
    ],
    [
      'in a function that is called later',
      'try:\n    def f():\n        conv.utils.get_secret("stripe_v2")\nexcept SecretNotFound:\n    pass',
    ],
    ['with another manager', 'with lock(SecretNotFound):\n    conv.utils.get_secret("stripe_v2")'],
    ['with another error suppressed', 'with suppress(KeyError):\n    conv.utils.get_secret("stripe_v2")'],
  ])('but is reported %s', (_, code) => {
    expect(rulesIn(code)).toEqual([notFound]);
  });

  it.each([
    ['suppressing', 'with contextlib.suppress(SecretNotFound):\n    conv.utils.get_secret("stripe_v2")'],
    ['expecting it in a test', 'with pytest.raises(SecretNotFound):\n    conv.utils.get_secret("stripe_v2")'],
    [
      'expecting it with a text',
      'with self.assertRaisesRegex(SecretNotFound, "v2"):\n    conv.utils.get_secret("stripe_v2")',
    ],
    [
      'an outer part',
      'try:\n    if x:\n        conv.utils.get_secret("stripe_v2")\nexcept SecretNotFound:\n    pass',
    ],
  ])('and is not handled by %s', (_, code) => {
    expect(rulesIn(code)).toEqual([]);
  });
});

describe('a secret that is not granted', () => {
  it('is not reported where missing access is caught, and is where a missing secret is', () => {
    expect(rulesIn(tried('except MissingAccess:\n    return None', 'payroll_api'))).toEqual([]);
    expect(rulesIn(tried('except Exception:\n    return None', 'payroll_api'))).toEqual([]);
    expect(rulesIn(tried('except SecretNotFound:\n    return None', 'payroll_api'))).toEqual([refused]);
  });
});

describe('one of several names', () => {
  const loop = (handler: string, names = '"stripe_api_key", "stripe_v2"'): string =>
    `for n in (${names}):\n    try:\n        conv.utils.get_secret(n)\n    ${handler}:\n        continue\n`;

  it('may be missing in a loop that continues with the next', () => {
    expect(rulesIn(loop('except SecretNotFound'))).toEqual([]);
    expect(rulesIn(loop('except KeyError'))).toEqual(['secret-access-partial @ n']);
  });

  it('is reported when its problem is the other one', () => {
    const both = '"stripe_api_key", "payroll_api", "stripe_v2"';
    expect(rulesIn(loop('except SecretNotFound', both))).toEqual(['secret-access-partial @ n']);
    expect(rulesIn(loop('except (SecretNotFound, MissingAccess)', both))).toEqual([]);
  });
});

describe('in TypeScript a secret that may be missing', () => {
  const rules = (code: string): readonly string[] =>
    rulesIn(code.replace('READ', 'conv.utils.getSecret("stripe_v2")'), undefined, 'typescript');

  it.each([
    'try { await READ; } catch { use(other); }',
    'try { if (x) { await READ; } } catch (error) { if (isBad(error)) throw error; }',
    'try { await Promise.all(names.map(async () => READ)); } catch { cope(); }',
    'READ.catch(() => undefined);',
    'READ.then(use).catch(cope);',
    'READ.then(use, cope);',
    'await expect(READ).rejects.toThrow();',
    'expect(() => READ).toThrow();',
    'assert.rejects(async () => READ);',
  ])('is not reported in %s', (code) => {
    expect(rules(code)).toEqual([]);
  });

  it.each([
    'await READ;',
    'try { await READ; } finally { close(); }',
    'try { await READ; } catch (error) { log(error); throw error; }',
    'try { f(); } catch { await READ; }',
    'try { const f = () => READ; g(f); } catch { cope(); }',
    'READ.then(use);',
    'use(READ).catch(cope);',
  ])('is reported in %s', (code) => {
    expect(rules(code)).toEqual([notFound]);
  });
});
