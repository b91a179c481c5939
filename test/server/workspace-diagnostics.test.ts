import { beforeAll, describe, expect, it } from 'vitest';
import type { WorkspaceDiagnosticReport } from 'vscode-languageserver';
import { bundle } from './support/bundle.ts';
import { answerOf } from './support/catalog.ts';
import { Editor } from './support/editor.ts';
import { eventually } from './support/eventually.ts';
import { TemporaryWorkspace } from './support/workspace.ts';

const fixture = `
//- booking/project.yaml
project_id: booking
project_name: Booking
//- booking/functions/pay.py
def pay(conv):
    return conv.utils.get_secret("misspelt")
//- booking/functions/fine.py
def fine(conv):
    return conv.utils.get_secret("crm_key")
//- support/project.yaml
project_id: support
project_name: Support
//- support/functions/help.py
def help(conv):
    return conv.utils.get_secret("unknown")
`;

describe('the findings of the whole workspace', () => {
  let server: string;
  beforeAll(async () => {
    server = await bundle('server');
  });

  it('are those of all agents, also in files that are not open, and follow the vault', async () => {
    using workspace = new TemporaryWorkspace(fixture);
    let names = ['crm_key'];
    await using editor = await Editor.start({
      workspace,
      server,
      initializationOptions: { wholeWorkspace: true },
      catalog: ({ agentId }) => answerOf(agentId, ...names),
    });
    const ask = (previousResultIds: readonly { uri: string; value: string }[]) =>
      editor.connection.sendRequest<WorkspaceDiagnosticReport>('workspace/diagnostic', { previousResultIds });
    const root = `${workspace.uri('')}/`;
    const shown = ({ items }: WorkspaceDiagnosticReport) =>
      items.map((item) => [
        item.uri.slice(root.length),
        item.kind === 'full' ? item.items.map(({ code }) => code) : item.kind,
      ]);

    let report = await ask([]);
    const idsOf = () => report.items.map(({ uri, resultId = '' }) => ({ uri, value: resultId }));
    // The catalogs may arrive a moment later.
    while (report.items.length < 2) report = await ask([]);
    expect(shown(report)).toEqual([
      ['booking/functions/pay.py', ['secret-not-found']],
      ['support/functions/help.py', ['secret-not-found']],
    ]);

    const next = ask(idsOf());
    names = ['crm_key', 'misspelt'];
    await editor.catalogChanged();
    report = await next;
    while (shown(report).some(([uri, codes]) => uri === 'booking/functions/pay.py' && codes === 'unchanged'))
      report = await ask(idsOf());
    expect(shown(report)).toEqual([
      ['booking/functions/pay.py', []],
      ['support/functions/help.py', 'unchanged'],
    ]);
  });

  it('end for a file that is closed without saving, also if the editor ignores the first answer', async () => {
    using workspace = new TemporaryWorkspace(fixture);
    await using editor = await Editor.start({
      workspace,
      server,
      diagnostics: 'pull',
      initializationOptions: { wholeWorkspace: true },
      catalog: ({ agentId }) => answerOf(agentId, 'crm_key', 'misspelt', 'unknown'),
    });
    const ask = (previousResultIds: readonly { uri: string; value: string }[]) =>
      editor.connection.sendRequest<WorkspaceDiagnosticReport>('workspace/diagnostic', { previousResultIds });
    const uri = workspace.uri('booking/functions/fine.py');
    await ask([]);
    await editor.open('booking/functions/fine.py', 'def fine(conv):\n    conv.utils.get_secret("crm_kee")\n');
    await eventually(async () =>
      expect(await editor.diagnose('booking/functions/fine.py')).toMatchObject([
        { code: 'secret-not-found' },
      ]),
    );
    await editor.close('booking/functions/fine.py');
    const [first] = (await ask([])).items;
    expect(first).toMatchObject({ kind: 'full', uri, items: [] });
    const second = await ask([{ uri, value: first?.resultId ?? '' }]);
    expect(second.items).toMatchObject([{ kind: 'full', uri, items: [] }]);
  });
});
