import { describe, expect, it } from 'vitest';
import { bookingAgent } from '../support/analysis-fixture.ts';
import { findingsIn } from '../support/analysis-rules.ts';

/** Where "no_such" is read, with a comment at `#`. */
const silences = (code: string, languageId = 'python'): boolean => {
  const mark = languageId === 'python' ? '#' : '//';
  const whole = code
    .replaceAll(
      'BAD',
      languageId === 'python' ? 'conv.utils.get_secret("no_such")' : 'conv.utils.getSecret("no_such")',
    )
    .replaceAll('IGNORE', `${mark} agent-secrets: ignore[secret-not-found] x`);
  const findings = findingsIn(whole, bookingAgent(), languageId);
  const isReported = findings.some(({ rule }) => rule === 'secret-not-found');
  // A comment that suppresses nothing is itself reported.
  expect(findings.some(({ rule }) => rule === 'suppression-unused')).toBe(isReported);
  return !isReported;
};

describe('a comment applies to the statement', () => {
  it.each([
    ['above a call over several lines', 'IGNORE\nx = f(\n    1,\n    BAD,\n)'],
    [
      'above one with strings and brackets',
      'if y:\n    IGNORE\n    x = [\n        f(\n            BAD\n        )\n    ]',
    ],
    ['above a decorated function', 'IGNORE\n@given(\n    BAD\n)\ndef f():\n    pass'],
    ['above decorators, in the head of the function', 'IGNORE\n@given\ndef f(\n    x=BAD,\n):\n    pass'],
    ['above the head of a branch', 'IGNORE\nif f(\n    BAD\n):\n    pass'],
    ['above an argument', 'f(\n    1,\n    IGNORE\n    g(\n        BAD\n    ),\n)'],
    ['above a named argument', 'f(\n    1,\n    IGNORE\n    key=g(\n        BAD\n    ),\n)'],
    ['above spread arguments', 'f(\n    IGNORE\n    **g(\n        BAD\n    ),\n)'],
    ['above an entry', 'x = {\n    IGNORE\n    "a": g(\n        BAD\n    ),\n}'],
    ['above a default', 'def f(\n    x,\n    IGNORE\n    y: str = g(\n        BAD\n    ),\n):\n    pass'],
    ['after the first line of an argument', 'f(\n    key=g(  IGNORE\n        BAD\n    ),\n)'],
    ['after the last line of an argument', 'f(\n    key=g(\n        BAD\n    ),  IGNORE\n    x=1,\n)'],
    ['after the last line of the last one', 'f(\n    key=g(\n        BAD\n    )  IGNORE\n)'],
    ['after its first line', 'x = f(  IGNORE\n    1,\n    BAD,\n)'],
    ['after its last line', 'x = f(\n    1,\n    BAD,\n)  IGNORE'],
    ['after its only line in a body', 'def f():\n    return BAD  IGNORE'],
    ['after the head of a function', 'def f(\n    x=BAD,\n):  IGNORE\n    pass'],
    ['after the head of a function, at its first line', 'def f(  IGNORE\n    x=BAD,\n):\n    pass'],
    ['after one of its lines, for that line', 'f(\n    1,\n    BAD,  IGNORE\n    2,\n)'],
  ])('%s', (_, code) => {
    expect(silences(code)).toBe(true);
  });

  it.each([
    ['the body of a function below it', 'IGNORE\ndef f(\n    a,\n):\n    BAD'],
    ['the body of a decorated function', 'IGNORE\n@given\ndef f(a):\n    BAD'],
    ['the body of a branch', 'IGNORE\nif x:\n    BAD'],
    ['the body of the function that ends there', 'def f():\n    BAD\n    return 1  IGNORE'],
    ['another line of a call', 'f(\n    1,  IGNORE\n    BAD,\n)'],
    ['an argument after the one below it', 'f(\n    IGNORE\n    g(\n        1\n    ),\n    BAD,\n)'],
    ['a named argument after the one below it', 'f(\n    IGNORE\n    a=g(\n        1\n    ),\n    b=BAD,\n)'],
    [
      'an entry before the one that ends there',
      'x = {\n    "a": BAD,\n    "b": g(\n        1\n    ),  IGNORE\n}',
    ],
    ['the branch before', 'if x:\n    BAD\nelse:  IGNORE\n    pass'],
    ['the next statement', 'IGNORE\nx = f(\n    1,\n)\nBAD'],
    ['the statement before', 'BAD\nx = f(\n    1,\n)  IGNORE'],
  ])('and not to %s', (_, code) => {
    expect(silences(code)).toBe(false);
  });

  it.each([
    ['above a call', 'IGNORE\nconst x = f(\n  1,\n  BAD,\n);'],
    ['after its end', 'const x = f(\n  1,\n  BAD,\n); IGNORE'],
    ['above a function, in its head', 'IGNORE\nexport function f(\n  x = BAD,\n) {\n  return x;\n}'],
  ])('in TypeScript %s', (_, code) => {
    expect(silences(code, 'typescript')).toBe(true);
  });

  it.each([
    ['an element', '<B\n  k={BAD}\n/>', true],
    ['an expression', '{g(\n  BAD\n)}', true],
    ['a line of text', 'text {BAD}', true],
    ['the line after it', 'text\n{BAD}', false],
    ['the element after it', '<C />\n<B k={BAD} />', false],
  ])('in markup, as the only kind of comment allowed there, %s', (_, code, isSilenced) => {
    const comment = '{/* agent-secrets: ignore[secret-not-found] x */}';
    expect(silences(`const x = <A>\n${comment}\n${code}\n</A>;`, 'typescriptreact')).toBe(isSilenced);
  });

  it.each([
    ['what a function does', 'IGNORE\nconst f = async () => {\n  BAD;\n};'],
    ['what a callback does', 'IGNORE\nit("books", () => {\n  BAD;\n});'],
    ['what a callback that ends there did', 'it("books", () => {\n  BAD;\n}); IGNORE'],
    ['what a class does', 'IGNORE\nclass A {\n  f() { BAD; }\n}'],
  ])('in TypeScript not to %s', (_, code) => {
    expect(silences(code, 'typescript')).toBe(false);
  });

  it('may be needed when a name in the statement is chosen at run time', () => {
    const code = '# agent-secrets: ignore[secret-not-found] x\nx = f(\n    conv.utils.get_secret(name),\n)';
    expect(findingsIn(code)).toEqual([]);
  });
});
