import { SegmentPlaceError } from '../domain/audit/segment-place-error.ts';
import type { SegmentPlace } from '../domain/audit/segment-place.ts';
import { OperatorError } from '../errors/errors.ts';
import { encodePath, hexDigest, type S3Credentials, signV4, type UnsignedRequest } from './sign-v4.ts';

const timeoutMilliseconds = 120_000;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * A bucket in S3 or compatible storage: `s3://BUCKET/PREFIX?region=…&endpoint=https://…`. Credentials come
 * from the environment variables that other S3 tools also read.
 * @throws OperatorError
 */
export function s3Place(setting: string, env: Environment): SegmentPlace {
  const { bucketUrl, prefix, region } = readSetting(setting, env);
  const name = `s3://${new URL(setting).host}/${prefix}`;
  const send = async (method: 'GET' | 'PUT', file: string, body?: Buffer): Promise<Response> => {
    const url = new URL(`${bucketUrl}${encodePath(`${prefix}${file}`)}`);
    const bodyDigest = hexDigest(body ?? '');
    const request: UnsignedRequest = { method, url, region, bodyDigest };
    const headers = signV4(request, credentialsOf(env), new Date());
    const signal = AbortSignal.timeout(timeoutMilliseconds);
    const init = { method, headers, redirect: 'error', signal } as const;
    try {
      return await fetch(url, body ? { ...init, body: new Uint8Array(body) } : init);
    } catch (error) {
      throw new SegmentPlaceError(`${name} is unreachable. Check the endpoint and the network.`, {
        cause: error,
      });
    }
  };
  return {
    name,
    async put(file, bytes) {
      const answer = await send('PUT', file, bytes);
      await answer.body?.cancel();
      if (!answer.ok) throw refused(name, 'write to', answer.status);
    },
    async get(file, limit) {
      const answer = await send('GET', file);
      if (!answer.ok) {
        await answer.body?.cancel();
        if (answer.status === 404) return undefined;
        throw refused(name, 'read from', answer.status);
      }
      return readBounded(answer, limit, name);
    },
  };
}

/** A body of more than `limit` bytes is an error, just like a missing body. */
async function readBounded(answer: Response, limit: number, name: string): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of answer.body ?? []) {
      const bytes: unknown = chunk;
      if (!(bytes instanceof Uint8Array)) continue;
      length += bytes.length;
      if (length > limit) return Buffer.alloc(0);
      chunks.push(bytes);
    }
  } catch (error) {
    throw new SegmentPlaceError(`${name} could not be read completely. Try again.`, { cause: error });
  }
  return Buffer.concat(chunks);
}

function refused(name: string, what: string, status: number): SegmentPlaceError {
  return new SegmentPlaceError(
    `${name} rejected the request to ${what} it (HTTP ${String(status)}). Check the bucket, the region and the permissions of the credentials.`,
  );
}

function readSetting(setting: string, env: Environment) {
  const url = new URL(setting);
  const bucket = url.host;
  const unknown = [...url.searchParams.keys()].find((key) => key !== 'region' && key !== 'endpoint');
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket) || unknown !== undefined || url.username !== '') {
    throw new OperatorError('Write a bucket as s3://BUCKET/PREFIX?region=REGION&endpoint=https://HOST.');
  }
  const region = url.searchParams.get('region') ?? env['AWS_REGION'] ?? 'us-east-1';
  const endpoint = url.searchParams.get('endpoint') ?? env['AWS_ENDPOINT_URL_S3'];
  const folder = decodeURIComponent(url.pathname).replaceAll(/^\/+|\/+$/g, '');
  const prefix = folder === '' ? '' : `${folder}/`;
  return {
    bucketUrl: `${rootOf(endpoint ?? `https://s3.${region}.amazonaws.com`)}/${bucket}/`,
    prefix,
    region,
  };
}

/**
 * Log entries name people and secrets, so they must be encrypted in transit unless they stay on this machine.
 */
function rootOf(endpoint: string): string {
  const url = URL.parse(endpoint);
  const isLocal = url !== null && /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname);
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLocal);
  if (url && isSafe && url.username === '') return url.origin;
  throw new OperatorError('The endpoint of an S3 storage must be an https address without credentials.');
}

function credentialsOf(env: Environment): S3Credentials {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = env;
  if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY) {
    throw new OperatorError(
      'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment of the vault to export to S3.',
    );
  }
  return {
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    ...(AWS_SESSION_TOKEN !== undefined && { sessionToken: AWS_SESSION_TOKEN }),
  };
}
