import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseProjectSettings, readRuleSettings, settingsFor } from '../../analysis/index.ts';
import { bookingAgent } from '../support/analysis-fixture.ts';
import { findingsIn } from '../support/analysis-rules.ts';
import { seed } from '../support/seed.ts';

const bad = 'conv.utils.get_secret("no_such")';

describe('the severity of a rule', () => {
  it.each(['hint', 'information', 'warning', 'error'] as const)('can be %s', (severity) => {
    const context = { ...bookingAgent(), rules: { 'secret-not-found': severity } } as const;
    expect(findingsIn(bad, context)).toMatchObject([{ rule: 'secret-not-found', severity }]);
  });

  it('can be off', () => {
    expect(findingsIn(bad, { ...bookingAgent(), rules: { 'secret-not-found': 'off' } })).toEqual([]);
  });

  it('stays as it is when another rule is set', () => {
    const context = { ...bookingAgent(), rules: { 'secret-deprecated': 'off' } } as const;
    expect(findingsIn(bad, context)).toMatchObject([{ severity: 'warning' }]);
  });
});

describe('settings of a project', () => {
  it('are read whole', () => {
    const text = `{
      "$schema": "https://example.com/schema.json",
      "rules": { "secret-not-found": "error", "secret-cached": "off" },
      "readers": ["my_utils.read_secret"],
      "sinks": [{ "function": "acme.audit.write", "kind": "log" }],
      "sanitizers": ["helpers.mask"],
      "ignore": ["tests/**"],
      "environment": ["CRM_TOKEN"]
    }`;
    expect(parseProjectSettings(text, 'file:///w/.agent-secrets.json')).toEqual({
      settings: {
        rules: { 'secret-not-found': 'error', 'secret-cached': 'off' },
        functions: {
          readers: ['my_utils.read_secret'],
          sinks: [{ function: 'acme.audit.write', kind: 'log' }],
          sanitizers: ['helpers.mask'],
          file: 'file:///w/.agent-secrets.json',
        },
        ignore: ['tests/**'],
        environment: ['CRM_TOKEN'],
      },
      problems: [],
    });
  });

  it('have an earlier name for readers, which still applies', () => {
    const { settings, problems } = parseProjectSettings('{ "readers": ["a"], "functions": ["b", "a"] }');
    expect(settings.functions.readers).toEqual(['a', 'b']);
    expect(problems).toEqual([]);
  });

  it('may be empty, and may begin with a byte order mark', () => {
    expect(parseProjectSettings('\uFEFF{}').problems).toEqual([]);
  });

  it.each([
    [
      'an unknown rule',
      '{ "rules": {\n  "secret-not-fond": "error" } }',
      'line 2, column 22: Unknown rule "secret-not-fond". Did you mean "secret-not-found"?',
    ],
    [
      'an unknown severity',
      '{ "rules": { "secret-not-found": "fatal" } }',
      'line 1, column 34: "fatal" is not a severity. Use one of "off", "hint", "information", "warning", "error".',
    ],
    [
      'a severity that is not a string',
      '{ "rules": { "secret-not-found": 2 } }',
      'line 1, column 34: 2 is not a severity. Use one of "off", "hint", "information", "warning", "error".',
    ],
    [
      'rules that are a list',
      '{ "rules": ["secret-not-found"] }',
      'line 1, column 12: "rules" must map rule ids to severities: { "secret-not-found": "error" }.',
    ],
    [
      'an unknown setting',
      '{ "rule": {} }',
      'line 1, column 11: Unknown setting "rule". Did you mean "rules"?',
    ],
    [
      'one pattern without its list',
      '{ "ignore": "tests" }',
      'line 1, column 13: "ignore" must be a list of strings. Put [ ] around it.',
    ],
    [
      'a function that is not a string',
      '{ "functions": ["a", 1] }',
      'line 1, column 22: Each entry of "functions" must be a non-empty string.',
    ],
    [
      'a sink without its list',
      '{ "sinks": { "function": "f", "kind": "log" } }',
      'line 1, column 12: "sinks" must be a list: [{ "function": "acme.audit.write", "kind": "log" }].',
    ],
    [
      'a sink that is a text',
      '{ "sinks": ["acme.audit.write"] }',
      'line 1, column 13: Each entry of "sinks" must be an object: { "function": "acme.audit.write", "kind": "log" }.',
    ],
    [
      'a sink without a kind',
      '{ "sinks": [{ "function": "write" }] }',
      'line 1, column 13: "kind" must state where "write" shows its arguments. Use one of "log", "state", "model".',
    ],
    [
      'a sink of an unknown kind',
      '{ "sinks": [{ "function": "write",\n "kind": "file" }] }',
      'line 2, column 10: "kind" must state where "write" shows its arguments. Use one of "log", "state", "model".',
    ],
    [
      'a sink without a function',
      '{ "sinks": [{ "function": "", "kind": "log" }] }',
      'line 1, column 27: "function" must be the path of a function: { "function": "acme.audit.write", "kind": "log" }.',
    ],
    [
      'an unknown part of a sink',
      '{ "sinks": [{ "function": "write", "kind": "log", "name": 1 }] }',
      'line 1, column 59: A sink cannot have "name". Use "function", "kind".',
    ],
    [
      'a sanitizer that is not a string',
      '{ "sanitizers": [{}] }',
      'line 1, column 18: Each entry of "sanitizers" must be a non-empty string.',
    ],
    [
      'no object at all',
      '[]',
      'line 1, column 1: The settings must be an object. Start with { "rules": { } }.',
    ],
    [
      'broken JSON',
      '{\n  "rules": {\n    "secret-not-found" "off"\n  }\n}',
      'line 3, column 24: This is not valid JSON, so the file is ignored. Fix the syntax.',
    ],
    [
      'an empty file',
      '',
      'line 1, column 1: This is not valid JSON, so the file is ignored. Fix the syntax.',
    ],
  ])('a mistake is reported with its place: %s', (_, text, problem) => {
    expect(parseProjectSettings(text).problems).toEqual([problem]);
  });

  it('valid parts apply, even next to invalid ones', () => {
    const { settings, problems } = parseProjectSettings(
      '{ "rules": { "nonsense": "off", "secret-cached": "hint" }, "ignore": ["a", 1, ""], "x": 1 }',
    );
    expect(settings).toMatchObject({ rules: { 'secret-cached': 'hint' }, ignore: ['a'] });
    expect(problems).toHaveLength(4);
  });

  it('a rule named like a JavaScript built-in is reported as unknown', () => {
    const { settings, problems } = parseProjectSettings(
      '{ "rules": { "__proto__": "off", "constructor": "off" } }',
    );
    expect(problems).toHaveLength(2);
    expect(Object.keys(settings.rules)).toEqual([]);
  });

  it('no text makes reading fail', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(parseProjectSettings(text).settings).toBeDefined();
      }),
      { seed },
    );
  });
});

describe('the settings that apply to a file', () => {
  const project = parseProjectSettings(
    '{ "rules": { "secret-not-found": "error" }, "ignore": ["tests/**", "*.gen.py", "old/"] }',
  ).settings;

  it('are those of the project, then those of the editor', () => {
    const editor = readRuleSettings({ 'secret-not-found': 'hint', 'secret-cached': 'off' });
    expect(settingsFor('a.py', project, editor).rules).toEqual({
      'secret-not-found': 'error',
      'secret-cached': 'off',
    });
  });

  it.each(['tests/a.py', 'tests/deep/er/a.py', 'x.gen.py', 'old/a.py', 'old/b/c.py'])(
    '%s is ignored',
    (path) => {
      expect(settingsFor(path, project).ignored).toBe(true);
    },
  );

  it.each(['a.py', 'mytests/a.py', 'a/tests/b.py', 'a/x.gen.py', 'older/a.py', 'tests.py'])(
    '%s is not',
    (path) => {
      expect(settingsFor(path, project).ignored).toBe(false);
    },
  );

  const ignores = (pattern: string, path: string): boolean | undefined =>
    settingsFor(path, { ...project, ignore: [pattern] }).ignored;

  it.each([
    ['**/fixtures/*.py', 'fixtures/a.py'],
    ['**/fixtures/*.py', 'a/b/fixtures/c.py'],
    ['a/**/z.py', 'a/z.py'],
    ['a/**/z.py', 'a/b/c/z.py'],
    ['**', 'any/thing.py'],
    ['./a.py', 'a.py'],
    ['/a.py', 'a.py'],
    ['t?st.py', 'test.py'],
    ['a*b*c.py', 'a-b-b-c.py'],
    ['**/*.test.*', 'x/y.test.ts'],
    ['über/*.py', 'über/ä.py'],
  ])('%s matches %s', (pattern, path) => {
    expect(ignores(pattern, path)).toBe(true);
  });

  it.each([
    ['**/fixtures/*.py', 'fixtures/deep/a.py'],
    ['*', 'a/b.py'],
    ['a/**/z.py', 'b/a/z.py'],
    ['t?st.py', 'tst.py'],
    ['a.py', 'abpy'],
    ['[a].py', 'a.py'],
    ['a.py', 'A.py'],
  ])('%s does not match %s', (pattern, path) => {
    expect(ignores(pattern, path)).toBe(false);
  });

  it('an untrusted pattern costs little', () => {
    const path = `${'a'.repeat(2000)}b`;
    expect(ignores(`${'*a'.repeat(500)}c`, path)).toBe(false);
    expect(ignores(`${'**/a/'.repeat(200)}c`, 'a/'.repeat(1000))).toBe(false);
  });
});

describe('rules in the settings of an editor', () => {
  it('are accepted as far as they are valid', () => {
    expect(readRuleSettings({ 'secret-cached': 'hint', nonsense: 'off', 'secret-in-log': 7 })).toEqual({
      'secret-cached': 'hint',
    });
    expect(readRuleSettings(undefined)).toEqual({});
    expect(readRuleSettings(null)).toEqual({});
    expect(readRuleSettings('off')).toEqual({});
  });
});
