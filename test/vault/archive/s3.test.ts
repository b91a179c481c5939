import { createHash, createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSegmentPlace } from '../../../vault/archive/place.ts';
import { encodePath, hexDigest, signV4 } from '../../../vault/archive/sign-v4.ts';
import { sentenceOf } from '../../../vault/control/server.ts';

/** The examples of the S3 manual, "Authenticating Requests: Using the Authorization Header". */
describe('a request to S3', () => {
  const credentials = {
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  };
  const now = new Date('2013-05-24T00:00:00Z');
  const host = 'https://examplebucket.s3.amazonaws.com';
  const region = 'us-east-1';

  it('is signed like the example that gets an object', () => {
    const url = new URL(`${host}/test.txt`);
    const headers = { range: 'bytes=0-9' };
    const signed = signV4(
      { method: 'GET', url, region, headers, bodyDigest: hexDigest('') },
      credentials,
      now,
    );
    expect(signed['authorization']).toBe(
      'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, SignedHeaders=host;range;x-amz-content-sha256;x-amz-date, Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
    );
  });

  it('is signed like the example that puts an object', () => {
    const url = new URL(`${host}/${encodePath('test$file.text')}`);
    const headers = { date: 'Fri, 24 May 2013 00:00:00 GMT', 'x-amz-storage-class': 'REDUCED_REDUNDANCY' };
    const bodyDigest = hexDigest('Welcome to Amazon S3.');
    const signed = signV4({ method: 'PUT', url, region, headers, bodyDigest }, credentials, now);
    expect(signed['authorization']).toMatch(
      /Signature=98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd$/,
    );
  });
});

/** A fake S3 server with its own verification of signatures. */
describe('a bucket', () => {
  const env = { AWS_ACCESS_KEY_ID: 'AKIAFAKE', AWS_SECRET_ACCESS_KEY: 'not-a-real-secret' };
  const objects = new Map<string, Buffer>();
  let answer: number | undefined;
  let server: ReturnType<typeof createServer>;
  let setting: string;
  beforeEach(async () => {
    objects.clear();
    answer = undefined;
    server = createServer((request, response) => void serve(request, response)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    setting = `s3://audit-bucket/years/vault%201?region=eu-x&endpoint=http://127.0.0.1:${String(port)}`;
  });
  afterEach(() => void server.close());

  it('stores an object, and returns it', async () => {
    const place = openSegmentPlace(setting, env);
    await place.put('a.jsonl', Buffer.from('one\ntwo\n'));
    expect([...objects.keys()]).toEqual(['/audit-bucket/years/vault%201/a.jsonl']);
    expect((await place.get('a.jsonl', 100))?.toString()).toBe('one\ntwo\n');
    expect(await place.get('b.jsonl', 100)).toBeUndefined();
    expect(place.name).toBe('s3://audit-bucket/years/vault 1/');
  });

  it('returns nothing that is longer than what was stored', async () => {
    const place = openSegmentPlace(setting, env);
    await place.put('a', Buffer.alloc(1000));
    expect(await place.get('a', 999)).toEqual(Buffer.alloc(0));
  });

  it('that refuses is reported with a hint', async () => {
    const wrong = openSegmentPlace(setting, { ...env, AWS_SECRET_ACCESS_KEY: 'another' });
    await expect(wrong.put('a', Buffer.from('x'))).rejects.toThrow(
      'rejected the request to write to it (HTTP 403)',
    );
    answer = 503;
    const place = openSegmentPlace(setting, env);
    const error: unknown = await place.get('a', 10).catch((thrown: unknown) => thrown);
    expect(sentenceOf(error)).toContain('(HTTP 503)');
    expect(objects.size).toBe(0);
  });

  it('that is unreachable is reported without credentials', async () => {
    server.close();
    const place = openSegmentPlace(setting, env);
    await expect(place.put('a', Buffer.from('x'))).rejects.toThrow(
      's3://audit-bucket/years/vault 1/ is unreachable.',
    );
  });

  it.each([
    ['http://example.com', 'The store for log segments must be'],
    ['segments', 'The store for log segments must be'],
    ['s3://audit-bucket?endpoint=http://example.com', 'must be an https address'],
    ['s3://audit-bucket?endpoint=https://me:secret@example.com', 'must be an https address'],
    ['s3://audit-bucket?key=AKIA', 'Write a bucket as'],
    ['s3://Audit_Bucket', 'Write a bucket as'],
  ])('%s is refused', (place, sentence) => {
    expect(() => openSegmentPlace(place, env)).toThrow(sentence);
  });

  it('needs credentials, and says where they come from', async () => {
    await expect(openSegmentPlace(setting, {}).put('a', Buffer.from('x'))).rejects.toThrow(
      'AWS_ACCESS_KEY_ID',
    );
  });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const path = request.url ?? '';
    if (!isSignedBy(env.AWS_SECRET_ACCESS_KEY, request, body)) return void response.writeHead(403).end();
    if (answer !== undefined) return void response.writeHead(answer).end();
    if (request.method === 'PUT') objects.set(path, body);
    const found = objects.get(path);
    if (!found) return void response.writeHead(404).end();
    response.writeHead(200).end(request.method === 'GET' ? found : undefined);
  }
});

/** Written from the manual, independently of the signing code. */
function isSignedBy(
  secret: string,
  { method = '', url = '', headers }: IncomingMessage,
  body: Buffer,
): boolean {
  const match =
    /Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, SignedHeaders=([^,]+), Signature=(\w+)$/.exec(
      headers.authorization ?? '',
    );
  const [, , day = '', region = '', names = '', signature = ''] = match ?? [];
  const bodyDigest = createHash('sha256').update(body).digest('hex');
  if (headers['x-amz-content-sha256'] !== bodyDigest) return false;
  if (!names.split(';').includes('host') || !names.split(';').includes('x-amz-date')) return false;
  let canonical = `${method}\n${url}\n\n`;
  for (const name of names.split(';')) canonical += `${name}:${String(headers[name])}\n`;
  canonical += `\n${names}\n${bodyDigest}`;
  const hash = createHash('sha256').update(canonical).digest('hex');
  const toSign = `AWS4-HMAC-SHA256\n${String(headers['x-amz-date'])}\n${day}/${region}/s3/aws4_request\n${hash}`;
  const mac = (key: Buffer | string, text: string) => createHmac('sha256', key).update(text).digest();
  const key = mac(mac(mac(mac(`AWS4${secret}`, day), region), 's3'), 'aws4_request');
  return mac(key, toSign).toString('hex') === signature;
}
