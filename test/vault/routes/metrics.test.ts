import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestVault, type TestVault, valueUrl } from '../support/test-vault.ts';

let test: TestVault;
beforeAll(async () => {
  test = await openTestVault();
  await test.addAgents('AGENT-NAME');
  await test.addSecret('secret-name', 'not-a-real-key', ['AGENT-NAME']);
  const key = await test.issue('agent', { agentId: 'AGENT-NAME' });
  await test.send({ url: valueUrl('AGENT-NAME', 'secret-name'), key });
  await test.send({ url: valueUrl('AGENT-NAME', 'not-there'), key });
  await test.send({ url: '/canary-address' });
});
afterAll(() => test.close());

const metrics = async (remoteAddress = '127.0.0.1') =>
  test.app.inject({ url: '/metrics', remoteAddress, headers: { host: 'localhost' } });

describe('the metrics', () => {
  it('count answers by route and status, in the format of Prometheus', async () => {
    const { payload, headers } = await metrics();
    expect(headers['content-type']).toBe('text/plain; version=0.0.4');
    const route = 'method="GET",route="/v1/agents/:agentId/secrets/:name/value"';
    expect(payload).toContain(`agent_secrets_vault_request_seconds_count{${route},status="200"} 1\n`);
    expect(payload).toContain(`agent_secrets_vault_request_seconds_count{${route},status="404"} 1\n`);
    expect(payload).toMatch(/_bucket\{[^}]*le="\+Inf"\} 1\n/);
    for (const line of payload.trimEnd().split('\n')) {
      expect(line).toMatch(/^(# (HELP|TYPE) \w+ .+|\w+(\{(\w+="[^"]*",?)+\})? [\d.e+-]+)$/);
    }
  });

  it('count refusals by the code of the answer, including those that have not occurred yet', async () => {
    const { payload } = await metrics();
    expect(payload).toContain('agent_secrets_vault_problems_total{code="SecretNotFound"} 1\n');
    expect(payload).toContain('agent_secrets_vault_problems_total{code="NotFound"} 1\n');
    expect(payload).toContain('agent_secrets_vault_problems_total{code="InternalError"} 0\n');
  });

  it('contain no name and nothing of a request', async () => {
    const { payload } = await metrics();
    for (const word of ['secret-name', 'AGENT-NAME', 'canary', 'not-a-real', 'ags_']) {
      expect(payload).not.toContain(word);
    }
  });

  it('are available on this machine', async () => {
    expect((await metrics('192.0.2.1')).statusCode).toBe(404);
    expect((await metrics('::1')).statusCode).toBe(200);
  });

  it('are not available through an unknown proxy', async () => {
    for (const name of ['x-forwarded-for', 'forwarded']) {
      const headers = { host: 'localhost', [name]: '127.0.0.1' };
      expect((await test.app.inject({ url: '/metrics', headers })).statusCode).toBe(404);
    }
  });
});
