import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mentions } from '../../analysis/index.ts';
import type { FilesOfAgent } from '../../review/files/files-of-agent.ts';
import { receiversIn } from '../../review/findings/receivers.ts';

const rootUri = 'file:///agent';
const agent = { agentId: 'a', agentName: 'A', rootUri };

/** A project whose files mention exactly the words in their texts. */
function projectOf(texts: Readonly<Record<string, string>>): FilesOfAgent {
  const textOf = (uri: string): string | undefined => texts[uri.slice(rootUri.length + 1)];
  const uris = Object.keys(texts).map((path) => `${rootUri}/${path}`);
  return {
    version: 0,
    complete: true,
    module: () => undefined,
    imported: () => undefined,
    mentioning: () => [],
    adopt: () => undefined,
    has: (uri) => textOf(uri) !== undefined,
    textOf,
    uris: () => uris,
    urisThatMayMention: (name) => uris.filter((uri) => mentions(textOf(uri) ?? '', name)),
    mayReadSecrets: (uri) => textOf(uri)?.includes('get_secret') === true,
  };
}

function receivers(texts: Readonly<Record<string, string>>, isWhole: boolean): readonly string[] {
  const project = projectOf(texts);
  const found = receiversIn([...project.uris()], { agent, project, reads: new Map(), isWhole });
  return [...found].map((uri) => uri.slice(rootUri.length + 1)).toSorted();
}

const reading = 'def f(conv): return conv.utils.get_secret("k")';

describe('the files that a value can reach', () => {
  it.each<readonly [string, Readonly<Record<string, string>>, readonly string[]]>([
    [
      'over several imports',
      { 'a.py': reading, 'b.py': 'import a', 'c.py': 'from b import x', 'd.py': 'import os' },
      ['b.py', 'c.py'],
    ],
    [
      'from the file of a package',
      { 'pay/__init__.py': reading, 'pay/card.py': 'from . import f', 'x.py': 'import pay', 'y.py': '' },
      ['pay/card.py', 'x.py'],
    ],
    [
      'from an index file',
      { 'pay/index.ts': 'utils.get_secret("k")', 'pay/card.ts': 'import "."', 'x.ts': 'import "./pay"' },
      ['pay/card.ts', 'x.ts'],
    ],
    [
      'with an extension',
      { 'k.ts': 'utils.get_secret("k")', 'x.ts': 'import { k } from "./k.js"' },
      ['x.ts'],
    ],
  ])('finds them %s', (_, texts, expected) => {
    expect(receivers(texts, true)).toEqual(expected);
    expect(receivers(texts, false)).toEqual(expected);
  });

  it('finds the same in a whole project, where few files are searched, as file by file', () => {
    const paths = [
      'a.py',
      'b.py',
      'c.py',
      'p/__init__.py',
      'p/a.py',
      'p/q/__init__.py',
      'p/q/d.py',
      'e.ts',
      'p/index.ts',
    ];
    const line = fc.constantFrom(
      reading,
      'import a, b as c',
      'from p import a',
      'from p.q import d',
      'from .. import a',
      'from . import q',
      'import p.q.d',
      'from .a import f',
      'import x from "../e.js"',
      'import "./p"',
      'import "."',
      '',
      '',
    );
    const texts = fc.tuple(...paths.map(() => fc.array(line, { maxLength: 2 })));
    fc.assert(
      fc.property(texts, (lines) => {
        const files = Object.fromEntries(paths.map((path, at) => [path, lines[at]?.join('\n') ?? '']));
        expect(receivers(files, true)).toEqual(receivers(files, false));
      }),
      { numRuns: 300 },
    );
  });
});
