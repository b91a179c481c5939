import { describe, expect, it } from 'vitest';
import { runCommandLine } from '../../cli/program.ts';
import { catalogOf } from '../server/support/catalog.ts';
import { capture } from './support/captured-host.ts';
import { agentPage, catalogAnswer, identity, problem, vaultFetch } from './support/vault-answers.ts';

const env = { AGENT_SECRETS_KEY: 'not-a-real-key-0001', AGENT_SECRETS_VAULT_URL: 'http://127.0.0.1:8250' };
const answers = {
  '/v1/me': { body: identity() },
  '/v1/accounts/acc/agents': { body: agentPage('b', 'a', 'hidden') },
  '/v1/agents/a/catalog': { body: catalogAnswer(catalogOf('a', 'one', '!two'), '2026-01-03T00:00:00.000Z') },
  '/v1/agents/b/catalog': {
    body: catalogAnswer(catalogOf('b', 'crm(client_id)'), '2026-01-02T00:00:00.000Z'),
  },
  '/v1/agents/hidden/catalog': { status: 403, body: problem(403, 'Forbidden') },
};

describe('catalog export', () => {
  it('writes what the key may see of every agent, and notes the rest', async () => {
    const { host, output, notes } = capture({ env, fetch: vaultFetch(answers) });
    expect(await runCommandLine(['catalog', 'export'], host)).toBe(0);
    expect(JSON.parse(output())).toEqual({
      version: 1,
      asOf: '2026-01-02T00:00:00.000Z',
      agents: [catalogOf('a', 'one', '!two'), catalogOf('b', 'crm(client_id)')],
    });
    expect(notes).toEqual([expect.stringMatching(/^note: .*"hidden"/)]);
  });

  it('lets no name from a hostile vault control the terminal or imitate a note', async () => {
    const hostile = { ...answers, '/v1/accounts/acc/agents': { body: agentPage('x\u{1b}[2J\nerror: y') } };
    const { host, notes } = capture({ env, fetch: vaultFetch(hostile) });
    expect(await runCommandLine(['catalog', 'export'], host)).toBe(0);
    expect(notes).toEqual([expect.stringContaining('"x\\u{1b}[2J\\u{a}error: y"')]);
  });

  it('writes only the requested agents', async () => {
    const { host, output } = capture({ env, fetch: vaultFetch(answers) });
    expect(await runCommandLine(['catalog', 'export', '--agent', 'a'], host)).toBe(0);
    expect(JSON.parse(output())).toMatchObject({ agents: [{ agentId: 'a' }] });
  });

  it('writes one agent for the key of that agent', async () => {
    const own = { ...answers, '/v1/me': { body: identity('b') } };
    const { host, output } = capture({ env, fetch: vaultFetch(own) });
    expect(await runCommandLine(['catalog', 'export'], host)).toBe(0);
    expect(JSON.parse(output())).toMatchObject({ agents: [{ agentId: 'b' }] });
  });

  it('writes nothing that a snapshot cannot hold', async () => {
    const [secret] = catalogOf('a', 'one').secrets;
    const leaky = { ...catalogOf('a'), secrets: [{ ...secret, value: 'not-a-real-value-0002' }] };
    const body = catalogAnswer(leaky);
    const { host, output } = capture({
      env,
      fetch: vaultFetch({ ...answers, '/v1/agents/a/catalog': { body } }),
    });
    await runCommandLine(['catalog', 'export', '--agent', 'a'], host);
    expect(output()).toContain('"one"');
    expect(output()).not.toContain('not-a-real-value-0002');
  });

  it('exits with 2 when the key is refused', async () => {
    const refused = { '/v1/me': { status: 401, body: problem(401, 'Unauthenticated') } };
    const { host, output, notes } = capture({ env, fetch: vaultFetch(refused) });
    expect(await runCommandLine(['catalog', 'export'], host)).toBe(2);
    expect(output()).toBe('');
    expect(notes).toHaveLength(1);
    expect(notes.join()).not.toContain(env.AGENT_SECRETS_KEY);
  });
});
