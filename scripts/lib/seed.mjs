import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { asList, fieldOf, readJson } from './json.mjs';
import { vaultApi } from './vault-api.mjs';

/**
 * Fills a new vault with the example account's agents, secrets and keys. On later starts only keys
 * that are missing or no longer good are issued anew: what people changed stays changed.
 * @param {{ url: string, adminKey: string, exampleFile: string, keysFolder: string }} options
 * @returns {Promise<{ author: string, reviewer: string }>} the people's keys
 */
export async function seedVault({ url, adminKey, exampleFile, keysFolder }) {
  const api = vaultApi(url, adminKey);
  const accountId = await api.accountId();
  const example = await readJson(exampleFile);
  const agents = asList(fieldOf(example, 'agents'));
  await mkdir(keysFolder, { recursive: true, mode: 0o700 });

  const marker = path.join(keysFolder, '.seeded');
  if (!existsSync(marker)) {
    for (const agent of agents) await api.ensure(`/v1/accounts/${accountId}/agents`, agent);
    for (const secret of asList(fieldOf(example, 'secrets')))
      await api.ensure(`/v1/accounts/${accountId}/secrets`, secret);
    await writeFile(marker, '');
  }

  /**
   * @param {string} file
   * @param {{ name: string, role: string, agentId?: string }} token
   */
  const key = (file, token) =>
    goodKey(path.join(keysFolder, file), url, () => api.issueToken(accountId, token));
  for (const agent of agents) {
    const agentId = String(fieldOf(agent, 'agentId'));
    await key(`agent-${agentId}.key`, { name: String(fieldOf(agent, 'agentName')), role: 'agent', agentId });
  }
  return {
    author: await key('author.key', { name: 'Example Author', role: 'author' }),
    reviewer: await key('reviewer.key', { name: 'Example Reviewer', role: 'reviewer' }),
  };
}

/**
 * @param {string} file
 * @param {string} url
 * @param {() => Promise<string>} issue
 */
async function goodKey(file, url, issue) {
  const stored = await readFile(file, 'utf8').catch(() => '');
  if (stored !== '' && (await vaultApi(url, stored.trim()).isSignedIn())) return stored.trim();
  const issued = await issue();
  await writeFile(file, `${issued}\n`, { mode: 0o600 });
  return issued;
}
