import { canary } from './canaries.ts';
import type { Random } from './random.ts';
import type { FuzzRequest } from './request.ts';

/** A request as sent over the wire. */
export function wireForm({ method, url, headers, body }: FuzzRequest, host = '127.0.0.1'): Buffer {
  const all = {
    host,
    connection: 'close',
    ...(body && { 'content-length': String(body.length) }),
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = Buffer.from(`${method} ${url} HTTP/1.1\r\n${lines.join('')}\r\n`, 'latin1');
  return body ? Buffer.concat([head, body]) : head;
}

/** Bytes that are hardly a request. */
export function rawRequest(random: Random, request: FuzzRequest): Buffer {
  const wire = wireForm(request);
  const text = wire.toString('latin1');
  const body = request.body ?? Buffer.from('{}');
  const { 'content-type': type = 'application/json', ...rest } = request.headers;
  const head = wireForm({ ...request, headers: { ...rest, 'content-type': type }, body: undefined });
  const start = head.toString('latin1').trimEnd();
  const post = start.replace(/^\w+/, 'POST');
  const chunked = (...lines: string[]) =>
    `${post}\r\ntransfer-encoding: chunked\r\n\r\n${lines.join('\r\n')}`;
  const size = body.length.toString(16);
  const content = body.toString('latin1');
  const made = random.pick([
    () => text.slice(0, random.below(text.length)),
    () => text.replaceAll('\r\n', '\n'),
    () => text.replace('HTTP/1.1', random.pick(['HTTP/0.9', 'HTTP/1.0', 'HTTP/2.0', 'HTTP/9.9', canary])),
    () => text.replace(/host: .*\r\n/, ''),
    () => text.replace(/host: .*\r\n/, `host: 127.0.0.1\r\nhost: ${canary}\r\n`),
    () => text.replace('\r\n', `\r\n${canary}\r\n`),
    () => text.replace('\r\n', `\r\nx: a\r\n ${canary}\r\n`),
    () => text.replace('\r\n', `\r\nx: \0${canary}\r\n`),
    () => text.replace('\r\n', `\r\n${`a: ${canary}\r\n`.repeat(3000)}`),
    () => text.replace('\r\n', `\r\ncontent-length: 1\r\ncontent-length: 2\r\n`),
    () => text.replace('\r\n', `\r\ncontent-length: -1\r\n`),
    () => text.replace(/ \S+ /, ` http://${canary}.example${request.url} `),
    () => text.replace(/ \S+ /, ' * '),
    () => text.replace(/ \S+ /, ` /${canary.repeat(1000)} `),
    () => text.replace(/^\w+/, random.pick(['FOO', 'CONNECT', 'PRI', 'get', canary, ''])),
    () => chunked(size, content, '0', '', ''),
    () => chunked(`${size};ext=${canary}`, content, '0', '', ''),
    () => chunked(size, content, '0', `x-trailer: ${canary}`, '', ''),
    () => chunked('zz', content, '0', '', ''),
    () => chunked('ffffffffffffffffff', content),
    () => chunked('-1', content, '0', '', ''),
    () => chunked(size, content),
    () =>
      `${post}\r\ntransfer-encoding: chunked\r\ncontent-length: 3\r\n\r\n${size}\r\n${content}\r\n0\r\n\r\n`,
    () => `${post}\r\ntransfer-encoding: gzip, chunked\r\n\r\n${size}\r\n${content}\r\n0\r\n\r\n`,
    () => `${post}\r\ntransfer-encoding: ${canary}\r\n\r\n${content}`,
    () => `${post}\r\ncontent-length: 99999999999\r\n\r\n${content}`,
    () => `${post}\r\ncontent-length: ${String(body.length + 5)}\r\n\r\n${content}`,
    () => `PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n`,
    () => `\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03${canary}`,
    () => random.bytes(1 + random.below(300)).toString('latin1'),
  ])();
  return Buffer.from(made, 'latin1');
}
