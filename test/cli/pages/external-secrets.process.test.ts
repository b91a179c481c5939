import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isRecord } from '../../../contracts/guards.ts';
import { blocksOf, openPageFixture, type PageFixture, values } from './page-fixture.ts';
import {
  NoSecretError,
  type RemoteReference,
  WebhookProvider,
  type WebhookStore,
} from './webhook-provider.ts';

interface ExternalSecret {
  readonly target: { readonly name: string };
  readonly secretStoreRef: { readonly name: string };
  readonly data: readonly { readonly secretKey: string; readonly remoteRef: RemoteReference }[];
  readonly dataFrom: readonly { readonly extract: RemoteReference }[];
}

/** The manifests of the page, with the test's vault in place of the example's. */
describe('docs/external-secrets.md', () => {
  const [store, externalSecret] = blocksOf('external-secrets.md', 'yaml').map((block) => load(block));
  const spec = specOf(externalSecret) as unknown as ExternalSecret;
  let page: PageFixture;
  let provider: WebhookProvider;

  beforeAll(async () => {
    page = await openPageFixture();
    const [commands = ''] = blocksOf('external-secrets.md', 'sh');
    const { code, stderr } = await page.bash(`set -e; ${commands}`);
    if (code !== 0) throw new Error(stderr);
    provider = new WebhookProvider(webhookOf(store, page.vault.url), clusterSecrets(page));
  });
  afterAll(() => page.close());

  it('refers to its own store', () => {
    expect(spec.secretStoreRef.name).toBe(nameOf(store));
    expect([store, externalSecret].map((one) => isRecord(one) && one['apiVersion'])).toEqual([
      'external-secrets.io/v1',
      'external-secrets.io/v1',
    ]);
  });

  it('copies secrets, single fields, and all fields', async () => {
    const copied: Record<string, string> = {};
    for (const { extract } of spec.dataFrom) Object.assign(copied, await provider.getSecretMap(extract));
    for (const { secretKey, remoteRef } of spec.data) copied[secretKey] = await provider.getSecret(remoteRef);
    expect(copied).toEqual({
      client_id: values.crmId,
      client_secret: values.crmSecret,
      STRIPE_API_KEY: values.stripe,
      CRM_CLIENT_ID: values.crmId,
    });
  });

  it('takes the token only from a secret with the label', async () => {
    const { 'agent-secrets-token': secret } = clusterSecrets(page);
    const unlabeled = new WebhookProvider(webhookOf(store, page.vault.url), {
      'agent-secrets-token': { labels: {}, data: secret?.data ?? {} },
    });
    await expect(unlabeled.getSecret({ key: 'crm' })).rejects.toThrow('needed label');
  });

  it('reads a name with any character but a space', async () => {
    const { admin, accountId } = page;
    for (const name of ['a/b', 'a.b', 'é+%&?#', 'a b']) {
      await admin.createSecret(accountId, { name, kind: 'single', value: name, agentIds: ['BOOKING'] });
    }
    for (const key of ['a/b', 'a.b', 'é+%&?#']) expect(await provider.getSecret({ key })).toBe(key);
    await expect(provider.getSecret({ key: 'a b' })).rejects.toBeInstanceOf(NoSecretError);
  });

  it('fails as the table of the page describes, so that a copy is kept', async () => {
    const { admin, accountId, vault } = page;
    const read = () => provider.getSecret({ key: 'stripe_api_key' });
    await page.bash('agent-secrets access revoke stripe_api_key --agent BOOKING');
    await expect(read()).rejects.toThrow('403');
    const unknown = webhookOf(store, vault.url);
    const elsewhere = { ...unknown, url: unknown.url.replace('BOOKING', 'OTHER') };
    await expect(
      new WebhookProvider(elsewhere, clusterSecrets(page)).getSecret({ key: 'crm' }),
    ).rejects.toBeInstanceOf(NoSecretError);
    const tokens = await admin.tokens(accountId, { agentId: 'BOOKING' });
    const token = tokens.find(({ name }) => name === 'kubernetes');
    await admin.revokeToken(accountId, token?.id ?? '');
    await expect(read()).rejects.toThrow('401');
  });
});

/** What the commands of the page create in the cluster. */
function clusterSecrets({ workspace }: PageFixture) {
  const commands = readFileSync(workspace.path('kubectl.log'), 'utf8');
  const [, name = ''] = /^create secret generic (\S+) /m.exec(commands) ?? [];
  const [, label = '', value = ''] =
    new RegExp(`^label secret ${name} (\\S+)=(\\S+)$`, 'm').exec(commands) ?? [];
  const token = readFileSync(workspace.path('cluster-token'), 'utf8');
  return { [name]: { labels: { [label]: value }, data: { token } } };
}

function specOf(manifest: unknown): Readonly<Record<string, unknown>> {
  const spec = isRecord(manifest) ? manifest['spec'] : undefined;
  if (!isRecord(spec)) throw new Error('no spec');
  return spec;
}

function nameOf(manifest: unknown): unknown {
  const metadata = isRecord(manifest) ? manifest['metadata'] : undefined;
  return isRecord(metadata) ? metadata['name'] : undefined;
}

function webhookOf(manifest: unknown, vaultUrl: string): WebhookStore {
  const { webhook } = specOf(manifest)['provider'] as { webhook: WebhookStore };
  return { ...webhook, url: webhook.url.replace('https://vault.example.com', vaultUrl) };
}
