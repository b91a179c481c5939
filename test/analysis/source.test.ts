import { describe, expect, it } from 'vitest';
import { createAnalyzer, isGenerated, languageOf } from '../../analysis/index.ts';

describe('the language of a file', () => {
  it.each([
    ['a/b.py', 'python'],
    ['a/b.js', 'javascript'],
    ['a/b.mjs', 'javascript'],
    ['a/b.jsx', 'javascriptreact'],
    ['a/b.ts', 'typescript'],
    ['a/b.tsx', 'typescriptreact'],
    ['a/b.JSON', 'json'],
    ['a/b.md', undefined],
    ['a.py/b', undefined],
    ['constructor', undefined],
    ['a.constructor', undefined],
  ])('%s is %s', (path, language) => {
    expect(languageOf(path)).toBe(language);
  });
});

describe('generated files', () => {
  it.each([
    ['file:///w/_gen/a.py', true],
    ['_gen/a.py', true],
    [String.raw`C:\w\_gen\a.py`, true],
    ['file:///w/my_gen/a.py', false],
    ['file:///w/_gen.py', false],
  ])('%s: %s', (path, expected) => {
    expect(isGenerated(path)).toBe(expected);
  });
});

describe('the quick check before parsing', () => {
  const analyzer = createAnalyzer({ functions: { readers: ['my_utils.read_it'] } });

  it.each([
    ['python', 'conv.utils.get_secret(x)', true],
    ['python', 'os.getenv(x)', true],
    ['python', 'read_it("a")', true],
    ['python', 'print("a")', false],
    ['python', 'environment = get_secrets()', false],
    ['javascript', 'process.env.A', true],
    ['javascript', 'process.exit()', false],
    ['json', '{"secret_name": "a"}', true],
    ['json', '{"name": "a"}', false],
    ['ruby', 'get_secret', false],
  ])('%s: %s', (languageId, text, expected) => {
    expect(analyzer.mayHoldReferences(text, languageId)).toBe(expected);
  });

  it.each([
    ['python', 'get_secret(x)', 'agent'],
    ['python', 'my_utils.read_it(x)', 'agent'],
    ['python', 'os.environ', 'environment'],
    ['javascript', 'process.env.A', 'environment'],
    ['typescript', 'conv.utils.getSecret("a")', 'agent'],
    ['json', '{"secret_name": "a"}', 'agent'],
  ])('%s: %s is of the dialect %s only', (languageId, text, dialect) => {
    expect(analyzer.mayHoldReferences(text, languageId, 'agent')).toBe(dialect === 'agent');
    expect(analyzer.mayHoldReferences(text, languageId, 'environment')).toBe(dialect === 'environment');
  });
});

describe('positions in a text', () => {
  const file = createAnalyzer().parse({ uri: 'a.py', languageId: 'python', text: 'ab\r\nc🔑d\n\re' });

  it.each([
    [0, 0, 0],
    [2, 0, 2],
    [4, 1, 0],
    [7, 1, 3],
    [8, 1, 4],
    [9, 2, 0],
    [10, 3, 0],
    [11, 3, 1],
  ])('offset %i is %i:%i and back', (offset, line, character) => {
    expect(file.positionAt(offset)).toEqual({ line, character });
    expect(file.offsetAt({ line, character })).toBe(offset);
  });

  it('are clamped to the text and the line', () => {
    expect(file.positionAt(-1)).toEqual({ line: 0, character: 0 });
    expect(file.positionAt(99)).toEqual({ line: 3, character: 1 });
    expect(file.offsetAt({ line: 0, character: 99 })).toBe(2);
    expect(file.offsetAt({ line: 99, character: 0 })).toBe(11);
    expect(file.positionAt(3)).toEqual({ line: 0, character: 2 });
  });
});
