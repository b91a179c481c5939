import { gzipSync } from 'node:zlib';
import { canary } from './canaries.ts';
import type { Random } from './random.ts';
import type { FuzzRequest } from './request.ts';

/** Changes bytes of the body, the address, the method, a header or the encoding of the body. */
export function changeBytes(random: Random, request: FuzzRequest): FuzzRequest {
  const changed = { ...request, sort: 'bytes changed' } as const;
  const how = random.below(10);
  if (request.body && how < 6) return changeBody(random, changed, request.body);
  if (how < 8) return { ...changed, url: changeAddress(random, request.url), transport: 'socket' };
  if (how === 8) return { ...changed, ...changeMethod(random, request) };
  return { ...changed, headers: { ...request.headers, ...oddHeader(random) }, transport: 'socket' };
}

function changeBody(random: Random, request: FuzzRequest, body: Buffer): FuzzRequest {
  if (random.chance(0.25)) return { ...request, ...encodeOtherwise(random, request, body) };
  const changed = random.chance(0.5) ? changeSome(random, body) : oddJson(random, body);
  return { ...request, body: changed };
}

/** One to four changes of single bytes. */
function changeSome(random: Random, body: Buffer): Buffer {
  let changed = body;
  for (let count = 1 + random.below(4); count > 0; count -= 1) changed = changeAt(random, changed);
  return changed;
}

function changeAt(random: Random, body: Buffer): Buffer {
  const at = random.below(body.length + 1);
  const [before, after] = [body.subarray(0, at), body.subarray(at)];
  const how = random.below(5);
  if (how === 0) return Buffer.concat([before, random.bytes(1 + random.below(3)), after]);
  if (how === 1) return Buffer.concat([before, after.subarray(1 + random.below(4))]);
  if (how === 2) return before;
  if (how === 3) return Buffer.concat([before, random.bytes(1), after.subarray(1)]);
  const odd = random.pick(['"', '\\', '{', '}', '[', ',', ':', '\0', '\\u0000', '\\ud800', '\u00ff', 'e9']);
  return Buffer.concat([before, Buffer.from(odd, 'latin1'), after]);
}

function oddJson(random: Random, body: Buffer): Buffer {
  const text = body.toString();
  const inside = text.slice(1, -1);
  const bytes = (...codes: number[]) => Buffer.from(codes);
  return random.pick([
    () => Buffer.from(`{${inside},${inside}}`),
    () => Buffer.from(`{"value":"${canary}",${inside},"value":{"${canary}":"${canary}"}}`),
    () => Buffer.from(`{"__proto__":{"role":"admin"},${inside}}`),
    () => Buffer.from(`{"constructor":{"prototype":{"role":"admin"}},${inside}}`),
    () => Buffer.from('['.repeat(5_000) + canary),
    () => Buffer.from('[{"x":'.repeat(20_000)),
    () => Buffer.from(`${'['.repeat(50_000)}${']'.repeat(50_000)}`),
    () => Buffer.from(`{"minutes":1e400,"version":${'9'.repeat(400)},${inside}}`),
    () => Buffer.from(text.replace(/"[^"]*"/, '1e-999')),
    () => Buffer.concat([bytes(0xef, 0xbb, 0xbf), body]),
    () => Buffer.concat([body.subarray(0, -2), bytes(0xc3, 0x28, 0xff, 0xfe), body.subarray(-2)]),
    () => Buffer.concat([body.subarray(0, -2), bytes(0xed, 0xa0, 0x80), body.subarray(-2)]),
    () => Buffer.from(text, 'utf16le'),
    () => Buffer.from(`${text}${text}`),
    () => Buffer.from(`/* ${canary} */${text}`),
    () => Buffer.from(`'${canary}'`),
    () => Buffer.from(canary),
    () => Buffer.from(`"${canary}"`),
    () => Buffer.from('null'),
    () => Buffer.from('0'),
    () => Buffer.alloc(0),
    () => Buffer.from(`{"value":"${canary.padEnd(300_000, 'x')}"}`),
    () => Buffer.from(' '.repeat(200_000) + text),
  ])();
}

function encodeOtherwise(
  random: Random,
  { headers }: FuzzRequest,
  body: Buffer,
): Pick<FuzzRequest, 'headers' | 'body'> {
  const type = random.pick([
    'text/plain',
    'application/JSON; charset=utf-16',
    'application/json; charset=latin1',
    'application/merge-patch+json',
    'multipart/form-data; boundary=x',
    'application/x-www-form-urlencoded',
    'application/octet-stream',
    `text/${canary}`,
    '/',
    '',
    ';;;',
    'application/json, text/plain',
  ]);
  if (random.chance(0.7)) return { headers: { ...headers, 'content-type': type }, body };
  const encoding = random.pick(['gzip', 'br', 'identity', canary]);
  const zipped = encoding === 'gzip' ? gzipSync(body) : body;
  return { headers: { ...headers, 'content-encoding': encoding }, body: zipped };
}

function changeAddress(random: Random, url: string): string {
  const at = 1 + random.below(url.length);
  const odd = [
    '%',
    '%zz',
    '%00',
    '%2F',
    '%2e%2e/',
    '//',
    '?',
    '#',
    ';',
    '\\',
    ':',
    '%C3%28',
    '%E2%80%AE',
    '/',
    '*',
  ];
  const how = random.below(6);
  if (how === 0) return url.slice(0, at) + random.pick(odd) + url.slice(at);
  if (how === 1) return url.slice(0, at) + random.pick(odd) + url.slice(at + 1);
  if (how === 2) return url.slice(0, at);
  if (how === 3) return `${url}?${'a=1&'.repeat(1 + random.below(2000))}`;
  if (how === 4) return url.toUpperCase();
  return `${url.slice(0, at)}${escapeAll(url.slice(at, at + 6))}${url.slice(at + 6)}`;
}

function escapeAll(text: string): string {
  return Buffer.from(text).toString('hex').replaceAll(/../g, '%$&');
}

function changeMethod(random: Random, { body, headers }: FuzzRequest): Partial<FuzzRequest> {
  const method = random.pick(['GET', 'POST', 'PATCH', 'DELETE', 'PUT', 'HEAD', 'OPTIONS', 'TRACE', 'QUERY']);
  if (body || random.chance(0.5)) return { method, transport: 'socket' };
  const added = Buffer.from(`{"value":"${canary}"}`);
  return {
    method,
    body: added,
    headers: { ...headers, 'content-type': 'application/json' },
    transport: 'socket',
  };
}

function oddHeader(random: Random): Record<string, string> {
  return random.pick<Record<string, string>>([
    { 'if-match': '*, "1"' },
    { 'if-match': `W/"${canary}"` },
    { 'if-match': `"${'9'.repeat(40)}"` },
    { 'if-none-match': canary },
    { 'last-event-id': '-1' },
    { 'last-event-id': '9'.repeat(400) },
    { 'last-event-id': canary },
    { 'idempotency-key': 'x'.repeat(129) },
    { 'idempotency-key': '\u00e9\u00ff' },
    { 'x-http-method-override': 'DELETE' },
    { 'accept-version': '99' },
    { accept: `text/${canary}` },
    { cookie: `a=${canary}` },
    { host: `${canary}.example` },
    { host: '127.0.0.1:99999' },
    { origin: 'https://evil.example' },
    { 'x-forwarded-for': `${canary}, 10.0.0.1` },
    { forwarded: 'for=10.0.0.1' },
    { 'x-request-id': canary },
    { range: 'bytes=0-1' },
    { expect: '100-continue' },
    { expect: canary },
    { connection: 'upgrade', upgrade: 'websocket' },
    { connection: 'close, x-api-key' },
    { 'content-length': '5' },
    { te: 'trailers' },
    { [`x-${'a'.repeat(500)}`]: canary },
    { 'x-long': canary.padEnd(20_000, 'x') },
  ]);
}
