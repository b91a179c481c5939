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

  it('count every possible name, but no dynamic ones and no environment', () => {
    const index = indexOf({
      'file:///w/a.py':
        'import os\nconv.utils.get_secret("x" if z else "y")\nconv.utils.get_secret(n)\nos.getenv("E")',
    });
    expect(Object.keys(index.uses('P')).toSorted()).toEqual(['x', 'y']);
  });

  it('follow changes and deletions', () => {
    const analyzer = createAnalyzer();
    const index = createWorkspaceIndex(analyzer);
    const source = { uri: 'file:///w/a.py', languageId: 'python' };
    index.set(analyzer.parse({ ...source, text: 'conv.utils.get_secret("x")' }), 'P');
    index.set(analyzer.parse({ ...source, text: 'conv.utils.get_secret("y")' }), 'P');
    expect(Object.keys(index.uses('P'))).toEqual(['y']);
    index.delete(source.uri);
    expect(index.uses('P')).toEqual({});
  });

  it('are apart from those of other agents', () => {
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
