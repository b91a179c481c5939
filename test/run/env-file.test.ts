import { describe, expect, it } from 'vitest';
import { parseEnvFile } from '../../run/env-file.ts';

describe('a file of variables', () => {
  it('is read as Node reads it, with the line of each variable', () => {
    const text = [
      '\uFEFF# a comment',
      '',
      'PLAIN=one # and why',
      '  export KEY = "agent-secrets://crm/id"  ',
      'EMPTY=',
      "LINES='first",
      'second=2',
      "third'",
      'lower_case="a#b"',
      "APOSTROPHE=it's",
    ].join('\r\n');
    expect(parseEnvFile(text)).toEqual([
      { line: 3, name: 'PLAIN', value: 'one' },
      { line: 4, name: 'KEY', value: 'agent-secrets://crm/id' },
      { line: 5, name: 'EMPTY', value: '' },
      { line: 6, name: 'LINES', value: 'first\nsecond=2\nthird' },
      { line: 9, name: 'lower_case', value: 'a#b' },
      { line: 10, name: 'APOSTROPHE', value: "it's" },
    ]);
  });

  it.each([
    ['no name', 'A=1\nnot-a-real-value\n', 2],
    ['a name that is none', '1A=not-a-real-value', 1],
    ['a quote that is not closed', '\nA="not-a-real-value\nB=1', 2],
    ['a name with a space', 'A B=not-a-real-value', 1],
  ])('reports the line of %s, and not its content', (_, text, line) => {
    const parse = (): unknown => parseEnvFile(text);
    expect(parse).toThrow(expect.objectContaining({ line }));
    expect(parse).not.toThrow('not-a-real');
  });
});
