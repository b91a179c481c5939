import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startWorkloadIssuer, type WorkloadIssuer, workloadAudience } from '../support/workload-issuer.ts';
import { type PostgresServer, startPostgres } from '../vault/support/postgres-server.ts';
import { clientKinds, type ClientProcess, startClient } from './support/client-process.ts';
import { type RuntimeVault, startRuntimeVault } from './support/runtime-vault.ts';
import { type Answer, answer, problem, reading, type StandIn, startStandIn } from './support/stand-in.ts';

const subject = 'system:serviceaccount:shop:booking';
const canary = 'not-a-real-canary';

let folder: string;
let issuer: WorkloadIssuer;
let postgres: PostgresServer;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'agent-secrets-identity-'));
  issuer = await startWorkloadIssuer(subject);
  const issuers = [{ issuer: issuer.url }];
  writeFileSync(path.join(folder, 'issuers.json'), JSON.stringify({ audience: workloadAudience, issuers }));
  postgres = await startPostgres();
});
afterAll(async () => {
  await issuer.close();
  await postgres.stop();
  rmSync(folder, { recursive: true });
});

const storages: Readonly<Record<string, () => Promise<{ readonly database?: string }>>> = {
  SQLite: () => Promise.resolve({}),
  PostgreSQL: async () => ({ database: await postgres.createDatabase() }),
};
const cases = Object.keys(storages).flatMap((storage) => clientKinds.map((kind) => [kind, storage] as const));

describe.each(cases)('the %s client without a key, and a vault on %s', (kind, storage) => {
  let vault: RuntimeVault;
  let identity: string;
  let file: string;
  const started: ClientProcess[] = [];
  const start = (changes: Record<string, string>): ClientProcess => {
    const { AGENT_SECRETS_AGENT_TOKEN: _, ...environment } = vault.environment;
    const one = startClient(kind, { ...environment, AGENT_SECRETS_IDENTITY: identity, ...changes });
    started.push(one);
    return one;
  };
  const withFile = (): ClientProcess => start({ AGENT_SECRETS_IDENTITY_TOKEN_FILE: file });
  beforeAll(async () => {
    const workloadIssuers = path.join(folder, 'issuers.json');
    vault = await startRuntimeVault({ workloadIssuers, ...(await storages[storage]?.()) });
    await vault.addSecret('stripe', `${canary}-key`);
    file = path.join(folder, 'token');
  });
  beforeEach(async () => {
    identity = await vault.addIdentity({ issuer: issuer.url, claims: [{ claim: 'sub', equals: subject }] });
    writeFileSync(file, `${await issuer.token()}\n`);
    await vault.revokeAll();
  });
  afterEach(async () => {
    await Promise.all(started.map((one) => one.stop()));
  });
  afterAll(() => vault.stop());

  it('signs in with the token in a file, once for many reads', async () => {
    const client = withFile();
    const reads = Array.from({ length: 20 }, () => client.read('stripe', {}));
    expect(new Set((await Promise.all(reads)).map(({ value }) => value))).toEqual(new Set([`${canary}-key`]));
    expect(await client.read('stripe')).toEqual({ value: `${canary}-key` });
    // The client of the settings, and that of the environment.
    expect(await vault.revokeAll()).toBeLessThanOrEqual(2);
  });

  it('signs in again when its token was revoked, with the current content of the file', async () => {
    const client = withFile();
    expect(await client.read('stripe', {})).toHaveProperty('value');
    writeFileSync(file, await issuer.token({ sub: 'somebody-else' }));
    await vault.revokeAll();
    expect((await client.read('stripe', {})).error).toMatchObject({
      type: 'Unauthenticated',
      code: 'SignInRefused',
    });
    writeFileSync(file, await issuer.token());
    expect(await client.read('stripe', {})).toHaveProperty('value');
  });

  it('reads nothing more when its identity was removed', async () => {
    const client = withFile();
    expect(await client.read('stripe', {})).toHaveProperty('value');
    await vault.removeIdentity(identity);
    expect((await client.read('stripe', {})).error).toMatchObject({ code: 'SignInRefused' });
  });

  it('signs in as a job of GitHub Actions, with a token for this vault alone', async () => {
    const audience = { AGENT_SECRETS_IDENTITY_AUDIENCE: workloadAudience };
    const before = issuer.asked();
    const client = start({ ...issuer.github, ...audience });
    expect(await client.read('stripe', {})).toEqual({ value: `${canary}-key` });
    expect(issuer.asked()).toBe(before + 1);
    // The default audience is the address of the vault, which this vault does not accept.
    const other = start(issuer.github);
    expect((await other.read('stripe')).error).toMatchObject({ code: 'SignInInvalid' });
  });

  it.each([
    ['a token that is not one', () => 'not-a-real-token', 'NotConfigured', 'does not hold an identity token'],
    ['a token of another audience', () => issuer.token({ aud: 'other' }), 'Unauthenticated', 'agent.sign-in'],
    ['a token that has expired', () => issuer.token({ exp: 1 }), 'Unauthenticated', 'agent.sign-in'],
  ])('reports %s, and does not show it', async (_what, make, type, sentence) => {
    const token = await make();
    writeFileSync(file, token);
    const { error } = await withFile().read('stripe');
    expect(error).toMatchObject({ type });
    expect(error?.message).toContain(sentence);
    expect(error?.shown).not.toContain(token.slice(-40));
  });

  it('reports what is missing', async () => {
    const missing = (changes: Record<string, string>) => start(changes).read('stripe');
    const noFile = await missing({ AGENT_SECRETS_IDENTITY_TOKEN_FILE: path.join(folder, 'absent') });
    expect(noFile.error).toMatchObject({ type: 'NotConfigured' });
    expect(noFile.error?.message).toContain('AGENT_SECRETS_IDENTITY_TOKEN_FILE');
    const nothing = await missing({});
    expect(nothing.error?.message).toContain('id-token: write');
    const refused = await missing({ ...issuer.github, ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'wrong' });
    expect(refused.error).toMatchObject({ type: 'NotConfigured' });
    expect(refused.error?.message).toContain('status 403');
    const plain = await missing({ ...issuer.github, ACTIONS_ID_TOKEN_REQUEST_URL: 'http://example.com/' });
    expect(plain.error?.message).toContain('not an https:// address');
  });

  it('shows no token and no value in all of this', () => {
    const said = [...started.map((one) => one.said()), vault.log()].join('\n');
    for (const text of [canary, 'ags_agent_', 'eyJ', 'not-a-real-request-token']) {
      expect(said).not.toContain(text);
    }
  });
});

describe.each(clientKinds)('the %s client', (kind) => {
  let client: ClientProcess;
  let vault: StandIn;
  /** The answers to sign-ins, in order; the last one is repeated. */
  const startWith = async (...signIns: readonly Answer[]): Promise<void> => {
    let count = 0;
    vault = await startStandIn((response) => {
      if (response.req.method === 'GET') return reading('value')(response);
      count += 1;
      return signIns[Math.min(count, signIns.length) - 1]?.(response);
    });
    const file = path.join(folder, 'token');
    writeFileSync(file, await issuer.token());
    client = startClient(kind, {
      AGENT_SECRETS_VAULT_URL: vault.url,
      AGENT_SECRETS_AGENT: 'A',
      AGENT_SECRETS_IDENTITY: 'wid_1',
      AGENT_SECRETS_IDENTITY_TOKEN_FILE: file,
    });
  };
  const session =
    (token: string, milliseconds: number): Answer =>
    (response) =>
      answer(201, { token, agentId: 'A', expiresAt: new Date(Date.now() + milliseconds).toISOString() })(
        response,
      );
  /** Reads until it has signed in twice; returns the tokens of the reads. */
  const readUntilSecondSignIn = async (): Promise<ReadonlySet<string | undefined>> => {
    const signIns = () => vault.requests.filter(({ method }) => method === 'POST').length;
    const readOnce = async () => {
      expect(await client.read('stripe', {})).toEqual({ value: 'value' });
      return signIns();
    };
    await expect.poll(readOnce, { timeout: 20_000 }).toBe(2);
    expect(await client.read('stripe', {})).toEqual({ value: 'value' });
    expect(signIns()).toBe(2);
    const reads = vault.requests.filter(({ method }) => method === 'GET');
    return new Set(reads.map(({ headers }) => headers.authorization));
  };
  afterEach(async () => {
    await client.stop();
    await vault.close();
  });

  it('signs in again before its token ends', async () => {
    await startWith(session('ags_agent_first', 1_500), session('ags_agent_second', 3_600_000));
    const tokens = await readUntilSecondSignIn();
    expect([...tokens]).toEqual(['Bearer ags_agent_first', 'Bearer ags_agent_second']);
  });

  it('keeps a valid token while it cannot get another one', async () => {
    // Between the second sign-in and the end of the token, there is a fifth of its life, also on a busy machine.
    await startWith(session('ags_agent_first', 7_500), problem(403, 'SignInRefused'));
    expect([...(await readUntilSecondSignIn())]).toEqual(['Bearer ags_agent_first']);
  });
});
