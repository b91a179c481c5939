import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Diagnostic, DocumentDiagnosticReport } from 'vscode-languageserver';
import { languageOf } from '../../analysis/index.ts';
import { type CorpusCase, readCases } from '../corpus/support/corpus-case.ts';
import { bundleWithDetector, type Installed } from '../server/support/bundle-with-detector.ts';
import { Editor } from '../server/support/editor.ts';
import { TemporaryWorkspace } from '../server/support/workspace.ts';
import { exampleSecrets, secret } from '../support/analysis-fixture.ts';

const corpus = path.resolve(import.meta.dirname, '../corpus');
const asOf = new Date().toISOString();
const environment = ['CRM_API_KEY', 'SMS_TOKEN'];
const secrets = [
  ...exampleSecrets,
  secret('two_keys', { kind: 'key_value', fields: ['name', 'api_key', 'api_secret'] }),
  secret('old_api', { deprecated: { replacement: 'stripe_api_key' } }),
];
const catalogOf = (agentId: string) => ({ agentId, agentName: agentId, complete: true, secrets });

interface Found {
  readonly path: string;
  readonly rule: string;
  readonly severity: string;
  readonly message: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** In a notebook. */
  readonly cell?: { readonly number: number; readonly line: number; readonly column: number };
}

interface Case extends CorpusCase {
  /** Also the case's folder. */
  readonly agentId: string;
}

const caseFiles = ['names', 'rules']
  .flatMap((folder) => readdirSync(path.join(corpus, folder)).map((name) => `${folder}/${name}`))
  .concat('silence.txt');
const casesIn = (name: string): readonly Case[] =>
  readCases(readFileSync(path.join(corpus, name), 'utf8')).map(({ title, options, files }, place) => ({
    title,
    options,
    files,
    agentId: `${path.basename(name, '.txt')}-${place}`,
  }));

const severities = ['error', 'warning', 'information', 'hint'];

describe('the editor and the command line agree', () => {
  let server: Installed;
  let cli: Installed;
  beforeAll(async () => {
    [server, cli] = await Promise.all([bundleWithDetector('server'), bundleWithDetector('cli')]);
    return () => {
      server[Symbol.dispose]();
      cli[Symbol.dispose]();
    };
  });

  const findingsIn = ({ root }: TemporaryWorkspace): readonly Found[] => {
    const { stdout, stderr } = spawnSync(
      process.execPath,
      [cli.program, 'check', '--catalog', 'catalog.json', '--format', 'json'],
      { cwd: root, encoding: 'utf8', maxBuffer: 1e8 },
    );
    // The corpus has code that is meant to exceed the limits of the analysis.
    expect(stderr.replaceAll(/^error: .* it is too complex to follow all values in it\.\n/gm, '')).toBe('');
    return (JSON.parse(stdout) as { findings: readonly Found[] }).findings;
  };
  const checked = (workspace: TemporaryWorkspace): readonly string[] =>
    findingsIn(workspace)
      .map(
        ({ path: file, rule, severity, message, line, column, endLine, endColumn }) =>
          `${file}:${line}:${column}-${endLine}:${endColumn} ${severity} ${rule} ${message}`,
      )
      .toSorted();

  const shown = (file: string, { code, severity = 1, message, range: { start, end } }: Diagnostic): string =>
    `${file}:${start.line + 1}:${start.character + 1}-${end.line + 1}:${end.character + 1} ${severities[severity - 1] ?? ''} ${code ?? ''} ${typeof message === 'string' ? message : message.value}`;

  it.each(caseFiles)(
    'about all files of %s',
    async (name) => {
      const cases = casesIn(name);
      using workspace = new TemporaryWorkspace('');
      for (const { agentId, files } of cases) {
        workspace.write(`${agentId}/project.yaml`, `project_id: ${agentId}\nproject_name: ${agentId}\n`);
        for (const file of files) workspace.write(`${agentId}/${file.path}`, file.code);
      }
      const agents = cases.map(({ agentId }) => catalogOf(agentId));
      workspace.write('catalog.json', JSON.stringify({ version: 1, asOf, environment, agents }));
      await using editor = await Editor.start({
        workspace,
        server: server.program,
        diagnostics: 'pull',
        catalog: ({ agentId }) => ({
          catalog: catalogOf(agentId),
          asOf,
          environment,
          mayGrant: false,
          mayCreate: false,
        }),
      });
      const inEditor: string[] = [];
      for (const { agentId, files } of cases) {
        const code = files.map(({ path: file, code: text }) => ({
          path: file,
          code: text,
          language: languageOf(file),
        }));
        for (const { path: file, code: text, language } of code)
          // An editor removes the byte order mark.
          if (language !== undefined)
            await editor.open(`${agentId}/${file}`, text.replace(/^\uFEFF/, ''), language);
        await editor.allUses(agentId);
        for (const { path: file, language } of code) {
          if (language === undefined) continue;
          const found = await editor.diagnose(`${agentId}/${file}`);
          inEditor.push(...found.map((one) => shown(`${agentId}/${file}`, one)));
        }
        for (const { path: file, language } of code)
          if (language !== undefined) await editor.close(`${agentId}/${file}`);
      }
      expect(checked(workspace)).toEqual(inEditor.toSorted());
    },
    60_000,
  );

  it('about the cells of a notebook', async () => {
    const cells = [
      'import os\nkey = conv.utils.get_secret("stripe_api_key")\nprint(key)',
      'x = 1',
      'print(key)\nconv.utils.get_secret("strype_api_key")',
      '\nos.environ["CRM_API_KY"]\nconv.utils.get_secret("old_api")',
    ];
    using workspace = new TemporaryWorkspace('');
    workspace.write('a/project.yaml', 'project_id: a\nproject_name: a\n');
    const code = cells.map((source) => ({ cell_type: 'code', metadata: {}, outputs: [], source }));
    const notebook = { cells: code, metadata: {}, nbformat: 4, nbformat_minor: 5 };
    workspace.write('a/play.ipynb', JSON.stringify(notebook));
    const catalog = catalogOf('a');
    const snapshot = { version: 1, asOf, environment, agents: [catalog] };
    workspace.write('catalog.json', JSON.stringify(snapshot));
    await using editor = await Editor.start({
      workspace,
      server: server.program,
      diagnostics: 'pull',
      catalog: () => ({ catalog, asOf, environment, mayGrant: false, mayCreate: false }),
    });
    const uriOf = (cell: number): string =>
      `${workspace.uri('a/play.ipynb').replace(/^file:/, 'vscode-notebook-cell:')}#W${String(cell)}sZmlsZQ%3D%3D`;
    await editor.connection.sendNotification('notebookDocument/didOpen', {
      notebookDocument: { uri: workspace.uri('a/play.ipynb'), notebookType: 'jupyter-notebook', version: 1 },
      cellTextDocuments: cells.map((text, cell) => ({
        uri: uriOf(cell),
        languageId: 'python',
        version: 1,
        text,
      })),
    });
    await editor.allUses('a');
    const inEditor: string[] = [];
    for (const cell of cells.keys()) {
      const report = await editor.connection.sendRequest<DocumentDiagnosticReport>(
        'textDocument/diagnostic',
        {
          textDocument: { uri: uriOf(cell) },
        },
      );
      for (const one of report.kind === 'full' ? report.items : [])
        inEditor.push(shown(`cell ${String(cell + 1)}`, one).replace(/-\d+:\d+ /, ' '));
    }
    const onCommandLine = findingsIn(workspace).map(
      ({ cell, severity, rule, message }) =>
        `cell ${cell?.number ?? 0}:${cell?.line ?? 0}:${cell?.column ?? 0} ${severity} ${rule} ${message}`,
    );
    expect(inEditor.length).toBeGreaterThan(2);
    expect(onCommandLine.toSorted()).toEqual(inEditor.toSorted());
  });
});
