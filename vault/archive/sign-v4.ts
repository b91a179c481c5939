import { createHash, createHmac } from 'node:crypto';

/** Credentials of an S3-compatible storage. */
export interface S3Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface UnsignedRequest {
  readonly method: 'GET' | 'PUT';
  /** The path is percent-encoded as S3 expects; there is no query. */
  readonly url: URL;
  readonly region: string;
  /** Additional signed headers, with lower-case names. */
  readonly headers?: Readonly<Record<string, string>>;
  /** SHA-256 of the body, in hex. */
  readonly bodyDigest: string;
}

/** The headers that AWS Signature Version 4 adds to a request to S3. */
export function signV4(
  request: UnsignedRequest,
  credentials: S3Credentials,
  now: Date,
): Record<string, string> {
  const time = now.toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const day = time.slice(0, 8);
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  const headers: Record<string, string> = {
    ...request.headers,
    'x-amz-content-sha256': request.bodyDigest,
    'x-amz-date': time,
    ...(sessionToken !== undefined && { 'x-amz-security-token': sessionToken }),
  };
  const signed: [string, string][] = Object.entries({ ...headers, host: request.url.host });
  signed.sort(([one], [other]) => (one < other ? -1 : 1));
  const names = signed.map(([name]) => name).join(';');
  const canonical = [
    request.method,
    request.url.pathname,
    '',
    ...signed.map(([name, value]) => `${name}:${value.trim()}`),
    '',
    names,
    request.bodyDigest,
  ].join('\n');
  const scope = `${day}/${request.region}/s3/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', time, scope, hexDigest(canonical)].join('\n');
  const key = [day, request.region, 's3', 'aws4_request'].reduce<Buffer>(
    (secret, part) => createHmac('sha256', secret).update(part).digest(),
    Buffer.from(`AWS4${secretAccessKey}`),
  );
  const signature = createHmac('sha256', key).update(text).digest('hex');
  const authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`;
  return { ...headers, authorization };
}

export function hexDigest(bytes: Buffer | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Percent-encodes a path, except letters, digits, `-._~` and slashes. */
export function encodePath(path: string): string {
  return encodeURIComponent(path)
    .replaceAll('%2F', '/')
    .replaceAll(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}
