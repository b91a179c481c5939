import { describe, expect, it } from 'vitest';
import { type Analyzer, createAnalyzer } from '../../analysis/index.ts';
import { collectFindings, type Workspace } from '../../review/index.ts';
import { collectReferences } from '../../cli/commands/references.ts';
import type { CatalogResult } from '../../contracts/lsp-messages.ts';
import { answerOf } from '../server/support/catalog.ts';

const analyzer = createAnalyzer();
const call = (name: string): string => `def f(conv):\n    return conv.utils.get_secret("${name}")\n`;

/** Files in memory; a file's first folder is its agent, and `outside/` has none. */
function memoryWorkspace(files: Readonly<Record<string, string>>): Workspace {
  return {
    files: Object.keys(files),
    isElsewhere: false,
    hasUnusableProject: () => false,
    readsOnlyVariables: () => false,
    notebooks: [],
    readNotebook: () => [],
    uriOf: (path) => `file:///${path}`,
    isWithin: () => true,
    scanAhead: () => Promise.resolve(),
    isWhole: () => true,
    read: (path) => ({ path, uri: `file:///${path}`, languageId: 'python', text: files[path] ?? '' }),
    agentOf: (path) => {
      const agentId = path.split('/')[0] ?? '';
      return agentId === 'outside'
        ? undefined
        : { agentId, agentName: agentId, rootUri: `file:///${agentId}` };
    },
    displayPath: (uri) => uri.slice('file:///'.length),
    filesOf: () => ({
      version: 0,
      complete: false,
      module: () => undefined,
      imported: () => undefined,
      mentioning: () => [],
      adopt: () => undefined,
      has: () => false,
      textOf: () => undefined,
      uris: () => [],
      urisThatMayMention: () => [],
      mayReadSecrets: () => false,
    }),
  };
}

/** Fails on one file, as a bug of ours would. */
const failing: Analyzer = {
  ...analyzer,
  references: (file, project) => {
    if (file.uri.endsWith('bad.py')) throw new RangeError('Maximum call stack size exceeded');
    return analyzer.references(file, project);
  },
};
const failed = [{ path: 'a/bad.py', reason: 'RangeError: Maximum call stack size exceeded' }];

const nothingKnown: CatalogResult = { mayGrant: false, mayCreate: false };

describe('check', () => {
  it('reports findings with their places counted from 1, sorted by path', async () => {
    const workspace = memoryWorkspace({ 'b/f.py': call('nope'), 'a/f.py': call('two') });
    const { findings } = await collectFindings(analyzer, workspace, (agentId) =>
      Promise.resolve(answerOf(agentId, 'one', '!two')),
    );
    expect(findings).toMatchObject([
      {
        rule: 'secret-access-missing',
        severity: 'warning',
        path: 'a/f.py',
        line: 2,
        agentId: 'a',
        names: ['two'],
      },
      {
        rule: 'secret-not-found',
        severity: 'warning',
        path: 'b/f.py',
        line: 2,
        agentId: 'b',
        names: ['nope'],
      },
    ]);
    const [first] = findings;
    expect(
      call('two')
        .split('\n')[1]
        ?.slice((first?.column ?? 0) - 1, (first?.endColumn ?? 0) - 1),
    ).toContain('two');
  });

  it('reports nothing where nothing is known, and says so', async () => {
    const workspace = memoryWorkspace({ 'outside/f.py': call('nope'), 'unknown/f.py': call('nope') });
    const collected = await collectFindings(analyzer, workspace, () => Promise.resolve(nothingKnown));
    expect(collected).toMatchObject({ findings: [], nothingKnown: true });
  });

  it('requests the catalog once per agent, and only for agents whose code reads secrets', async () => {
    const asked: string[] = [];
    const workspace = memoryWorkspace({ 'a/f.py': call('x'), 'a/g.py': call('y'), 'b/f.py': 'pass\n' });
    await collectFindings(analyzer, workspace, (agentId) => {
      asked.push(agentId);
      return Promise.resolve(nothingKnown);
    });
    expect(asked).toEqual(['a']);
  });

  it('reports variables once the catalog says which are set, and misplaced comments', async () => {
    const workspace = memoryWorkspace({
      'a/f.py': 'import os\nos.environ["HOTEL_API_KEY"]\n',
      'a/g.py': 'import os\nos.environ["PATH"]  # agent-secrets: ignore[no-such-rule] none\n',
    });
    const found = async (environment: readonly string[] | undefined) => {
      const { findings } = await collectFindings(analyzer, workspace, (agentId) =>
        Promise.resolve({ ...answerOf(agentId, 'one'), ...(environment && { environment }) }),
      );
      return findings.map(({ path, rule }) => `${path}: ${rule}`);
    };
    expect(await found(undefined)).toEqual(['a/g.py: suppression-unused']);
    expect(await found(['OTHER'])).toEqual(['a/f.py: env-secret-missing', 'a/g.py: suppression-unused']);
  });

  it('checks the other files when it fails on one, and says which', async () => {
    const workspace = memoryWorkspace({ 'a/bad.py': call('one'), 'a/good.py': call('nope') });
    const collected = await collectFindings(failing, workspace, (agentId) =>
      Promise.resolve(answerOf(agentId, 'one')),
    );
    expect(collected).toMatchObject({ findings: [{ path: 'a/good.py', names: ['nope'] }], failed });
  });

  it('says that nothing is known also where only variables are read', async () => {
    const workspace = memoryWorkspace({ 'a/f.py': 'import os\nos.environ["HOTEL_API_KEY"]\n' });
    const collected = await collectFindings(analyzer, workspace, () => Promise.resolve(nothingKnown));
    expect(collected).toMatchObject({ findings: [], nothingKnown: true });
  });
});

describe('references', () => {
  it('lists the names of every place, inside and outside agents', () => {
    const workspace = memoryWorkspace({
      'outside/f.py': 'import os\nos.environ["HOTEL_API_KEY"]\n',
      'a/f.py': `${call('one')}    conv.utils.get_secret(conv.state.which)\n`,
    });
    expect(collectReferences(analyzer, workspace).references).toMatchObject([
      { path: 'a/f.py', line: 2, agentId: 'a', names: ['one'], dynamic: false, dialect: 'agent' },
      { path: 'a/f.py', line: 3, agentId: 'a', names: [], dynamic: true, dialect: 'agent' },
      {
        path: 'outside/f.py',
        line: 2,
        agentId: null,
        names: ['HOTEL_API_KEY'],
        dynamic: false,
        dialect: 'environment',
      },
    ]);
  });

  it('lists those of the other files when it fails on one, and says which', () => {
    const workspace = memoryWorkspace({ 'a/bad.py': call('one'), 'a/good.py': call('two') });
    const collected = collectReferences(failing, workspace);
    expect(collected).toMatchObject({ references: [{ path: 'a/good.py', names: ['two'] }], failed });
  });
});
