import { breakOne } from './breaking.ts';
import { spareKeys } from './cast.ts';
import { changeBytes } from './changing-bytes.ts';
import type { Operation, Parameter } from './document.ts';
import { fitting, type Known, poolNameOf } from './fitting.ts';
import { rawRequest } from './raw-requests.ts';
import type { Random } from './random.ts';
import type { FuzzKey, FuzzRequest } from './request.ts';
import { unusualText, word, wrongText } from './texts.ts';

export interface Scene {
  readonly random: Random;
  readonly known: Known & { readonly etags: readonly string[] };
  readonly operations: readonly Operation[];
  /** Valid keys. */
  readonly keys: readonly FuzzKey[];
  readonly brokenKeys: readonly FuzzKey[];
}

export function makeRequest(scene: Scene): FuzzRequest {
  const { random } = scene;
  const operation = random.pick(scene.operations);
  const request = fittingRequest(scene, operation, keyFor(scene, operation));
  const dice = random.below(100);
  if (dice < 35) return request;
  if (dice < 65) return breakRequest(scene, operation, request);
  if (dice < 87) return changeBytes(random, request);
  if (dice < 95) return withKey(request, random.pick(scene.brokenKeys), 'key broken');
  return { ...request, sort: 'raw bytes', transport: 'socket', raw: rawRequest(random, request) };
}

/** Mostly of a sender with the right, so that code after the check of rights is reached too. */
function keyFor({ random, keys }: Scene, { id, path }: Operation): FuzzKey {
  if (id === 'signOut') return pickKey(random, keys, random.pick(spareKeys));
  if (random.chance(0.3)) return random.pick(keys);
  if (path.endsWith('/value') || path.endsWith('/catalog')) return pickKey(random, keys, 'agent');
  if (path.startsWith('/v1/sandbox')) return pickKey(random, keys, 'sandbox');
  return pickKey(random, keys, path.startsWith('/v1/me') && random.chance(0.5) ? 'author' : 'admin');
}

function pickKey(random: Random, keys: readonly FuzzKey[], name: string): FuzzKey {
  return keys.find((key) => key.name === name) ?? random.pick(keys);
}

function fittingRequest(scene: Scene, operation: Operation, key: FuzzKey): FuzzRequest {
  const { random } = scene;
  const body = operation.body && Buffer.from(JSON.stringify(fitting(scene, operation.body, 'body')));
  const made: FuzzRequest = {
    sort: 'fits',
    operation: operation.id,
    method: operation.method,
    url: addressOf(scene, operation),
    headers: {
      ...headersOf(scene, operation.parameters),
      ...(body && { 'content-type': 'application/json' }),
    },
    body,
    key,
    // An open stream has no end: it gets its own connection, which is cut off.
    transport: operation.id === 'events' || random.chance(0.12) ? 'socket' : 'inject',
  };
  return withKey(made, key, 'fits');
}

function withKey(request: FuzzRequest, key: FuzzKey, sort: FuzzRequest['sort']): FuzzRequest {
  const { authorization: _authorization, 'x-api-key': _key, ...headers } = request.headers;
  const { token } = key;
  const own: Record<string, string> =
    token === undefined
      ? {}
      : token.length % 3 === 0
        ? { 'x-api-key': token }
        : { authorization: `Bearer ${token}` };
  return { ...request, sort, key, headers: { ...headers, ...own } };
}

function addressOf(scene: Scene, { path, parameters }: Operation): string {
  const { random } = scene;
  const other = random.chance(0.05);
  const filled = parameters
    .filter((one) => one.in === 'path')
    .reduce((url, { name, schema }) => {
      const value =
        other && name === 'accountId' ? 'acc_other' : fitting(scene, schema, poolNameOf(path, name));
      return url.replace(`{${name}}`, escape(String(value)));
    }, path);
  const query = parameters.filter((one) => one.in === 'query' && random.chance(0.4));
  return withQuery(
    filled,
    query.map(({ name, schema }) => [name, String(fitting(scene, schema, name))]),
  );
}

function withQuery(url: string, query: readonly (readonly [string, string])[]): string {
  if (query.length === 0) return url;
  return `${url}?${query.map(([name, value]) => `${escape(name)}=${escape(value)}`).join('&')}`;
}

function headersOf(scene: Scene, parameters: readonly Parameter[]): Record<string, string> {
  const { random, known } = scene;
  const made: Record<string, string> = {};
  for (const { name, in: place } of parameters) {
    if (place !== 'header' || random.chance(0.2)) continue;
    if (name === 'if-match' || name === 'if-none-match') {
      made[name] = random.pick(['*', '"1"', '"2"', ...known.etags]);
    } else made[name] = random.chance(0.5) ? `k${String(random.below(5))}` : String(random.below(200));
  }
  return made;
}

/** One part of the request violates one rule of its schema. */
function breakRequest(scene: Scene, operation: Operation, request: FuzzRequest): FuzzRequest {
  const { random } = scene;
  const { body, url } = request;
  const sort = 'one thing broken';
  if (body && operation.body && random.chance(0.75)) {
    const broken = breakOne(random, operation.body, JSON.parse(body.toString()) as unknown);
    return { ...request, sort, body: Buffer.from(JSON.stringify(broken)) };
  }
  const text = random.pick([
    unusualText(random),
    wrongText(random),
    'x'.repeat(random.pick([0, 129, 1600, 9000])),
  ]);
  if (random.chance(0.4)) {
    const name = random.pick([
      'limit',
      'cursor',
      'prefix',
      'agentId',
      'status',
      'kind',
      'userId',
      word(random),
    ]);
    return {
      ...request,
      sort,
      url: withQuery(url.split('?')[0] ?? url, [[name, text], ...twice(random, name)]),
    };
  }
  const parts = url.split('/');
  const at = 1 + random.below(parts.length - 1);
  parts[at] = escape(text);
  return { ...request, sort, url: parts.join('/') };
}

function twice(random: Random, name: string): readonly (readonly [string, string])[] {
  return random.chance(0.3) ? [[name, '1']] : [];
}

/** Half a character has no escape of its own, so it gets the bytes that careless programs send. */
function escape(text: string): string {
  return text.isWellFormed() ? encodeURIComponent(text) : '%ED%A0%80';
}
