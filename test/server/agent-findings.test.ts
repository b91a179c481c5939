import type { FindingsParams, FindingsResult } from '../../contracts/agent-findings.ts';
import { beforeAll, describe, expect, it } from 'vitest';
import { lspMessages } from '../../contracts/lsp-messages.ts';
import { bundle } from './support/bundle.ts';
import { bundleWithDetector } from './support/bundle-with-detector.ts';
import { answerOf } from './support/catalog.ts';
import { Editor } from './support/editor.ts';
import { TemporaryWorkspace } from './support/workspace.ts';
import { eventually } from './support/eventually.ts';

const fixture = `
//- booking/project.yaml
project_id: booking
project_name: Booking
//- booking/functions/pay.py
def pay(conv):
    return conv.utils.get_secret("stripe_api_key")
//- booking/functions/rate.py
def rate(conv):
    return conv.utils.get_secret("strype_api_key")
`;

describe('findings at the places where an agent reads secrets', () => {
  let server: string;
  beforeAll(async () => {
    server = await bundle('server');
  });

  it('are known for files that are not open', async () => {
    using workspace = new TemporaryWorkspace(fixture);
    const catalog = () => answerOf('booking', '!stripe_api_key');
    await using editor = await Editor.start({ workspace, server, catalog });
    await eventually(async () =>
      expect(await findings(editor)).toEqual([
        ['secret-access-missing', 'stripe_api_key', 'pay.py:2'],
        ['secret-not-found', 'strype_api_key', 'rate.py:2'],
      ]),
    );
  });

  it('are empty while no catalog is loaded', async () => {
    using workspace = new TemporaryWorkspace(fixture);
    await using editor = await Editor.start({ workspace, server });
    await eventually(async () => expect((await ask(editor)).complete).toBe(true));
    expect(await findings(editor)).toEqual([]);
  });

  it('are announced when a grant changes them, even with no file open', async () => {
    using workspace = new TemporaryWorkspace(fixture);
    let secret = '!stripe_api_key';
    await using editor = await Editor.start({
      workspace,
      server,
      catalog: () => answerOf('booking', secret),
    });
    await eventually(async () => expect(await findings(editor)).toHaveLength(2));
    editor.usesChanged.length = 0;
    secret = 'stripe_api_key';
    await editor.connection.sendNotification(lspMessages.catalogChanged, { agentIds: ['booking'] });
    await eventually(() => expect(editor.usesChanged).toContain('booking'));
    expect(await findings(editor)).toEqual([['secret-not-found', 'strype_api_key', 'rate.py:2']]);
  });
});

describe('all findings of an agent', () => {
  /** Assembled here, so that a search of this file finds no credential. */
  const token = ['glpat', 'zK4vT9wQ2mXr7LbNc5Jd'].join('-');

  it('include credentials in files that read no secret, and wait for the names', async () => {
    using installed = await bundleWithDetector('server');
    using workspace = new TemporaryWorkspace(
      `${fixture}//- booking/functions/push.py\ndef push(conv):\n    gitlab_token = "${token}"\n`,
    );
    await using editor = await Editor.start({
      workspace,
      server: installed.program,
      catalog: () => answerOf('booking', '!stripe_api_key'),
    });
    const found = await eventually(async () => {
      const result = await ask(editor, { all: true });
      expect(result.complete).toBe(true);
      return result.findings;
    });
    expect(found.map(({ rule, severity, names }) => [rule, severity, ...names])).toEqual([
      ['secret-access-missing', 'warning', 'stripe_api_key'],
      ['secret-hardcoded', 'warning'],
      ['secret-not-found', 'warning', 'strype_api_key'],
    ]);
    expect(JSON.stringify(found)).not.toContain(token);
    expect(await findings(editor)).toHaveLength(2);
  });
});

describe('names that are similar to one that does not exist', () => {
  it('are found for any names, most similar first', async () => {
    using workspace = new TemporaryWorkspace(fixture);
    await using editor = await Editor.start({ workspace, server: await bundle('server') });
    const names = ['crm_token', 'stripe_api_keys', 'stripe_api_key'];
    expect(
      await editor.connection.sendRequest(lspMessages.nearest, { name: 'strype_api_key', names }),
    ).toEqual({ names: ['stripe_api_key', 'stripe_api_keys'] });
  });
});

function ask(editor: Editor, wish: Partial<FindingsParams> = {}): Promise<FindingsResult> {
  const params: FindingsParams = { agentId: 'booking', ...wish };
  return editor.connection.sendRequest<FindingsResult>(lspMessages.findings, params);
}

async function findings(editor: Editor): Promise<readonly (readonly string[])[]> {
  const { findings: found } = await ask(editor);
  return found.map(({ rule, names, place }) => [
    rule,
    names.join(', '),
    `${place.uri.slice(place.uri.lastIndexOf('/') + 1)}:${place.range.start.line + 1}`,
  ]);
}
