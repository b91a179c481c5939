import { asList, fieldOf } from './json.mjs';
import { Sentence } from './sentence.mjs';

/**
 * The few vault routes that seeding needs. Does not use the vault client, because these scripts run without
 * packages.
 * @param {string} url
 * @param {string} key
 */
export function vaultApi(url, key) {
  /**
   * @param {string} method
   * @param {string} path
   * @param {unknown} [body]
   */
  const call = (method, path, body) =>
    fetch(`${url}${path}`, {
      method,
      headers: { 'X-API-KEY': key, ...(body !== undefined && { 'Content-Type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });

  return {
    /** @returns {Promise<{ isGood: boolean, isPersons: boolean }>} whether the key is valid and a person's */
    looksAtKey: async () => {
      const answer = await call('GET', '/v1/me');
      if (!answer.ok) return { isGood: false, isPersons: false };
      return { isGood: true, isPersons: typeof fieldOf(await bodyOf(answer), 'userId') === 'string' };
    },
    /** @returns {Promise<string>} */
    accountId: async () => textOf(await bodyOf(await call('GET', '/v1/me')), 'accountId'),
    /**
     * Creates an object unless it already exists.
     * @param {string} path
     * @param {unknown} thing
     */
    ensure: async (path, thing) => {
      const answer = await call('POST', path, thing);
      if (answer.status !== 409) await bodyOf(answer);
    },
    /**
     * @param {string} accountId
     * @param {{ name: string, role: string }} person
     * @returns {Promise<string>} the id of the user with this name; creates the user if necessary
     */
    ensurePerson: async (accountId, person) => {
      const people = `/v1/accounts/${accountId}/users`;
      const known = asList(fieldOf(await bodyOf(await call('GET', people)), 'users'));
      const same = known.find((one) => fieldOf(one, 'name') === person.name);
      return textOf(same ?? (await bodyOf(await call('POST', people, person))), 'id');
    },
    /**
     * @param {string} accountId
     * @param {{ name: string, role: string, agentId?: string, userId?: string }} token
     * @returns {Promise<string>}
     */
    issueToken: async (accountId, token) =>
      textOf(await bodyOf(await call('POST', `/v1/accounts/${accountId}/tokens`, token)), 'token'),
  };
}

/**
 * @param {Response} answer
 * @returns {Promise<unknown>}
 */
async function bodyOf(answer) {
  /** @type {unknown} */
  const body = await answer.json().catch(() => undefined);
  if (answer.ok) return body;
  const detail = fieldOf(body, 'detail');
  const { pathname } = new URL(answer.url);
  const reason = typeof detail === 'string' ? detail : 'it gave no reason.';
  throw new Sentence(`The vault rejected ${pathname} (${answer.status}): ${reason}`);
}

/**
 * @param {unknown} body
 * @param {string} name
 */
function textOf(body, name) {
  const value = fieldOf(body, name);
  if (typeof value === 'string') return value;
  throw new Sentence(`The vault's answer has no ${name}.`);
}
