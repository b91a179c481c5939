import { describe, expect, it } from 'vitest';
import { createAnalyzer, type Analyzer, type ParsedFile } from '../../analysis/index.ts';
import { firstDifference } from '../support/kept-and-fresh.ts';

const program = `LIVE = "a"

def first(conv):
    return conv.utils.get_secret(LIVE)

def second(conv):
    return conv.utils.get_secret("b")

def third(conv):
    return conv.utils.get_secret("c")
`;

function opened(analyzer: Analyzer): ParsedFile {
  return analyzer.parse({ uri: 'file:///w/functions/start.py', languageId: 'python', text: program });
}

/** The same file with the first `before` in it replaced. */
function edited(analyzer: Analyzer, file: ParsedFile, before: string, after: string): ParsedFile {
  const start = file.text.indexOf(before);
  const text = file.text.replace(before, after);
  return analyzer.parse({ uri: file.uri, languageId: file.languageId, text }, file, [
    { start, length: before.length, text: after },
  ]);
}

describe('after an edit', () => {
  it('references above it in other functions are the same objects as before', () => {
    const analyzer = createAnalyzer();
    const file = opened(analyzer);
    const [first] = analyzer.references(file);
    const [kept, changed] = analyzer.references(edited(analyzer, file, '"b"', '"bb"'));
    expect(kept).toBe(first);
    expect(changed?.names).toEqual(['bb']);
  });

  it('references below it have moved', () => {
    const analyzer = createAnalyzer();
    const file = opened(analyzer);
    const third = analyzer.references(file).at(-1);
    const moved = analyzer.references(edited(analyzer, file, '"b"', '"bb"')).at(-1);
    const span = third && { start: third.span.start + 1, end: third.span.end + 1 };
    expect(moved).toEqual({ ...third, span, literal: span });
  });

  it('readers of a changed constant read another secret', () => {
    const analyzer = createAnalyzer();
    const file = opened(analyzer);
    analyzer.references(file);
    const [first] = analyzer.references(edited(analyzer, file, '"a"', '"z"'));
    expect(first?.names).toEqual(['z']);
  });

  it('several edits without a query between them count as one', () => {
    const analyzer = createAnalyzer();
    const file = opened(analyzer);
    const [first] = analyzer.references(file);
    const unasked = edited(analyzer, file, '"b"', '"bb"');
    const names = analyzer.references(edited(analyzer, unasked, '"c"', '"cc"'));
    expect(names.map((one) => one.names)).toEqual([['a'], ['bb'], ['cc']]);
    expect(names[0]).toBe(first);
  });
});

describe.each([
  ['a file by itself', false],
  ['a file of a project', true],
] as const)('cached results equal a full analysis: %s', (_, inProject) => {
  it.each([1, 2])('references, uses and findings of randomly edited programs (seed %i)', (seed) => {
    expect(firstDifference({ seed, programs: 20, edits: 15, inProject })).toBeUndefined();
  });
});
