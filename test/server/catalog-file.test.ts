import { beforeAll, describe, expect, it, vi } from 'vitest';
import { bundle } from './support/bundle.ts';
import { catalogOf, snapshotOf } from './support/catalog.ts';
import { Editor } from './support/editor.ts';
import { TemporaryWorkspace } from './support/workspace.ts';

const fixture = `
//- booking/project.yaml
project_id: booking
project_name: Booking
//- stranger/project.yaml
project_id: stranger
project_name: Stranger
`;
const functionText = 'def pay(conv):\n    return conv.utils.get_secret("stripe_api_key")\n';

describe('an editor without a vault, with a catalog file', () => {
  let server: string;
  beforeAll(async () => {
    server = await bundle('server');
  });

  it('gets the findings of the snapshot, and sends no request', async () => {
    using workspace = new TemporaryWorkspace(fixture);
    workspace.write('catalog.json', JSON.stringify(snapshotOf(catalogOf('booking', '!stripe_api_key'))));
    const catalog = vi.fn<() => unknown>();
    const initializationOptions = { catalogFile: workspace.path('catalog.json') };
    await using editor = await Editor.start({
      workspace,
      server,
      catalog,
      initializationOptions,
      diagnostics: 'pull',
    });
    await editor.open('booking/pay.py', functionText);
    expect(await editor.diagnose('booking/pay.py')).toMatchObject([{ code: 'secret-access-missing' }]);
    expect(catalog).not.toHaveBeenCalled();
  });

  it('has no findings for an agent that is not in the snapshot', async () => {
    using workspace = new TemporaryWorkspace(fixture);
    workspace.write('catalog.json', JSON.stringify(snapshotOf(catalogOf('booking'))));
    const initializationOptions = { catalogFile: workspace.path('catalog.json') };
    await using editor = await Editor.start({
      workspace,
      server,
      initializationOptions,
      diagnostics: 'pull',
    });
    await editor.open('stranger/pay.py', functionText);
    expect(await editor.diagnose('stranger/pay.py')).toEqual([]);
  });

  it('proves no absence from an incomplete catalog', async () => {
    using workspace = new TemporaryWorkspace(fixture);
    const incomplete = { ...catalogOf('booking'), complete: false };
    workspace.write('catalog.json', JSON.stringify(snapshotOf(incomplete)));
    const initializationOptions = { catalogFile: workspace.path('catalog.json') };
    await using editor = await Editor.start({
      workspace,
      server,
      initializationOptions,
      diagnostics: 'pull',
    });
    await editor.open('booking/pay.py', functionText);
    expect(await editor.diagnose('booking/pay.py')).toEqual([]);
  });

  it.each([
    ['is missing', undefined, 'cannot be read'],
    ['is not valid JSON', '{"version": 1', 'catalog.json: this is not valid JSON.'],
    ['has another version', '{"version": 2, "asOf": "", "agents": []}', 'version must be 1'],
    [
      'has a wrong secret',
      JSON.stringify({
        version: 1,
        asOf: '',
        agents: [{ agentId: 'booking', agentName: '', complete: true, secrets: [{}] }],
      }),
      'catalog.json: agents[0].secrets[0].name must be a string.',
    ],
  ])('gets one message when the file %s', async (_, text, sentence) => {
    using workspace = new TemporaryWorkspace(fixture);
    if (text !== undefined) workspace.write('catalog.json', text);
    const initializationOptions = { catalogFile: workspace.path('catalog.json') };
    await using editor = await Editor.start({
      workspace,
      server,
      initializationOptions,
      diagnostics: 'pull',
    });
    await editor.open('booking/pay.py', functionText);
    await editor.open('stranger/pay.py', functionText);
    expect(await editor.diagnose('booking/pay.py')).toEqual([]);
    expect(await editor.diagnose('stranger/pay.py')).toEqual([]);
    expect(editor.errors).toEqual([expect.stringContaining(sentence)]);
  });
});
