import { describe, expect, it } from 'vitest';
import { namesIn } from '../support/analysis-markers.ts';

/** The names of the last reference in the code. */
function lastNames(code: string): string | undefined {
  return namesIn(code).at(-1);
}

const read = (name: string): string => `conv.utils.get_secret(${name})`;

describe('without the other files of the project, a name is dynamic', () => {
  it.each([
    ['from a parameter of a public function', `def f(conv, n):\n    ${read('n')}\nf(conv, "a")`],
    [
      'from a parameter of a public constructor',
      `class A:\n    def __init__(self, n):\n        self.n = n\n    def f(self, conv):\n        ${read('self.n')}\nA("a")`,
    ],
    [
      'from a constant of a class with subclasses',
      `class A:\n    N = "a"\n    def f(self, conv):\n        ${read('self.N')}\nclass B(A):\n    N = "b"`,
    ],
  ])('%s', (_, code) => {
    expect(lastNames(code)).toBe('?');
  });
});

describe('a collection that includes others', () => {
  const chained = (first: string, line: string, times: number): string =>
    `def f(conv, x):\n    a = ${first}\n${`    ${line}\n`.repeat(times)}    ${read('a[x]')}`;

  it.each([
    ['dictionaries', '{"x": "a"}', 'a = {**a, "y": "b"}'],
    ['unions', '{"x": "a"}', 'a = a | {"y": "b"}'],
    ['calls', '{"x": "a"}', 'a = dict(a, y="b")'],
    ['lists', '["a"]', 'a = [*a, "b"]'],
    ['sums', '["a"]', 'a = a + ["b"]'],
  ])('is followed a few times, and a thousand times costs little: %s', (_, first, line) => {
    expect(lastNames(chained(first, line, 5))).toBe('a|b');
    expect(lastNames(chained(first, line, 1000))).toBe('?');
  });

  it.each([
    ['["a"]', 'a = [*a, *a]'],
    ['{"x": "a"}', 'a = {**a, **a}'],
  ])('may double each time: %s, %s', (first, line) => {
    expect(lastNames(chained(first, line, 3))).toBe('a');
    expect(['a', '?']).toContain(lastNames(chained(first, line, 60)));
  });
});
