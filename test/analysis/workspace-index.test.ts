import { describe, expect, it } from 'vitest';
import { createAnalyzer, createWorkspaceIndex, type WorkspaceIndex } from '../../analysis/index.ts';

function indexOf(files: Readonly<Record<string, string>>, agentId = 'P'): WorkspaceIndex {
  const analyzer = createAnalyzer();
  const index = createWorkspaceIndex(analyzer);
  for (const [uri, text] of Object.entries(files)) {
    index.set(analyzer.parse({ uri, languageId: 'python', text }), agentId);
  }
  return index;
}

describe('the uses of an agent', () => {
  it('are listed by name, in the order of file and place', () => {
    const index = indexOf({
      'file:///w/b.py': 'conv.utils.get_secret("x")',
      'file:///w/a.py': '\nconv.utils.get_secret("x"); conv.utils.get_secret("y")',
    });
    const uses = index.uses('P');
    expect(Object.keys(uses).toSorted()).toEqual(['x', 'y']);
    expect(uses['x']?.map(({ uri, range }) => [uri, range.start.line])).toEqual([
      ['file:///w/a.py', 1],
      ['file:///w/b.py', 0],
    ]);
  });

  it('include every possible name, but no dynamic ones and no environment variables', () => {
    const index = indexOf({
      'file:///w/a.py':
        'import os\nconv.utils.get_secret("x" if z else "y")\nconv.utils.get_secret(n)\nos.getenv("E")',
    });
    expect(Object.keys(index.uses('P')).toSorted()).toEqual(['x', 'y']);
  });

  it('of environment variables are found by name, separately from those of the vault', () => {
    const index = indexOf({
      'file:///w/a.py': 'import os\nos.getenv("STRIPE_KEY")\nconv.utils.get_secret("STRIPE_KEY")',
    });
    const linesOf = (dialect: 'agent' | 'environment'): readonly number[] =>
      index.named('STRIPE_KEY', dialect).map(({ range }) => range.start.line);
    expect([linesOf('environment'), linesOf('agent')]).toEqual([[1], [2]]);
  });

  it('list the places separately where a name is chosen at run time, with what is known about it', () => {
    const index = indexOf({
      'file:///w/a.py': 'conv.utils.get_secret("x")\nconv.utils.get_secret(n)',
      'file:///w/b.py': 'def f(n):\n    return conv.utils.get_secret(f"crm_{n}")',
    });
    expect(
      index.choices('P').map(({ pattern, place }) => [pattern, place.uri, place.range.start.line]),
    ).toEqual([
      ['*', 'file:///w/a.py', 1],
      ['crm_*', 'file:///w/b.py', 1],
    ]);
    expect(index.named('*')).toEqual([]);
  });

  it('follow changes and deletions', () => {
    const analyzer = createAnalyzer();
    const index = createWorkspaceIndex(analyzer);
    const source = { uri: 'file:///w/a.py', languageId: 'python' };
    index.set(analyzer.parse({ ...source, text: 'conv.utils.get_secret("x")' }), 'P');
    index.set(analyzer.parse({ ...source, text: 'conv.utils.get_secret("y")' }), 'P');
    expect(Object.keys(index.uses('P'))).toEqual(['y']);
    index.delete(source.uri, 'P');
    expect(index.uses('P')).toEqual({});
  });

  it('are separate from those of other agents', () => {
    const index = indexOf({ 'file:///w/a.py': 'conv.utils.get_secret("x")' });
    expect(index.uses('Q')).toEqual({});
  });

  it('may have any name', () => {
    const index = indexOf({
      'file:///w/a.py': 'conv.utils.get_secret("__proto__"); conv.utils.get_secret("constructor")',
    });
    expect(Object.keys(index.uses('P')).toSorted()).toEqual(['__proto__', 'constructor']);
  });
});

describe('the uses of a name', () => {
  it('are listed over all agents, in the order of file and place', () => {
    const analyzer = createAnalyzer();
    const index = createWorkspaceIndex(analyzer);
    const set = (uri: string, text: string, agentId: string): void =>
      index.set(analyzer.parse({ uri, languageId: 'python', text }), agentId);
    set('file:///w/q/b.py', 'conv.utils.get_secret("x")', 'Q');
    set('file:///w/p/a.py', 'conv.utils.get_secret("x"); conv.utils.get_secret("y")', 'P');
    set('file:///w/p/c.py', 'conv.utils.get_secret("y")\nconv.utils.get_secret("x")', 'P');
    const places = (name: string): readonly string[] =>
      index.named(name).map(({ uri, range }) => `${uri.slice(10)}:${range.start.line}`);
    expect(places('x')).toEqual(['p/a.py:0', 'p/c.py:1', 'q/b.py:0']);
    expect(places('nowhere')).toEqual([]);
    expect(index.files('P')).toEqual(['file:///w/p/a.py', 'file:///w/p/c.py']);
    for (const uri of index.files('P')) index.delete(uri, 'P');
    expect(places('x')).toEqual(['q/b.py:0']);
    expect(index.uses('P')).toEqual({});
  });
});
