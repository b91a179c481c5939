import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { asList, fieldOf, readJson } from './json.mjs';
import { vaultApi } from './vault-api.mjs';

/**
 * Fills a new vault with the example account's agents, secrets and keys. Later starts preserve all changes,
 * and only reissue keys that are missing or no longer valid.
 * @param {{ url: string, adminKey: string, exampleFile: string, keysFolder: string }} options
 * @returns {Promise<{ author: string, reviewer: string }>} the users' keys
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

  for (const agent of agents) {
    const agentId = String(fieldOf(agent, 'agentId'));
    const token = { name: String(fieldOf(agent, 'agentName')), role: 'agent', agentId };
    await goodKey(path.join(keysFolder, `agent-${agentId}.key`), url, {
      isGood: (key) => key.isGood,
      issue: () => api.issueToken(accountId, token),
    });
  }

  /**
   * Each key belongs to its own user, because only users have environment secrets.
   * @param {string} file
   * @param {{ name: string, role: string }} person
   */
  const keyOf = (file, person) =>
    goodKey(path.join(keysFolder, file), url, {
      isGood: (key) => key.isPersons,
      issue: async () =>
        api.issueToken(accountId, { ...person, userId: await api.ensurePerson(accountId, person) }),
    });
  return {
    author: await keyOf('author.key', { name: 'Example Author', role: 'author' }),
    reviewer: await keyOf('reviewer.key', { name: 'Example Reviewer', role: 'reviewer' }),
  };
}

/**
 * @typedef {{ isGood: boolean, isPersons: boolean }} LookedAt
 * @param {string} file
 * @param {string} url
 * @param {{ isGood: (key: LookedAt) => boolean, issue: () => Promise<string> }} kind
 */
async function goodKey(file, url, { isGood, issue }) {
  const stored = (await readFile(file, 'utf8').catch(() => '')).trim();
  if (stored !== '' && isGood(await vaultApi(url, stored).looksAtKey())) return stored;
  const issued = await issue();
  await writeFile(file, `${issued}\n`, { mode: 0o600 });
  return issued;
}
