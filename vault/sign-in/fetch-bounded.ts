import { ProblemError } from '../errors/errors.ts';

/** Sends a GET request. This is the part of `fetch` that is used, so that tests can replace it. */
export type FetchText = (
  url: string,
  init: { readonly redirect: 'manual'; readonly signal: AbortSignal; readonly headers: { accept: string } },
) => Promise<Response>;

const longestAnswer = 262_144;
const longestWait = 5_000;

/** The provider is unavailable; the same sign-in may succeed later. */
export class ProviderUnavailable extends ProblemError {
  constructor() {
    super('Unavailable', 'The identity provider cannot be reached. Try again in a moment.', retryAfter);
    this.name = 'ProviderUnavailable';
  }
}

const retryAfter = 10;

/**
 * Fetches exactly this address: does not follow redirects, and limits size and time.
 * @throws ProviderUnavailable
 */
export async function fetchBounded(fetch: FetchText, url: URL): Promise<string> {
  try {
    const signal = AbortSignal.timeout(longestWait);
    const headers = { accept: 'application/json' };
    const answer = await fetch(url.href, { redirect: 'manual', signal, headers });
    if (answer.status !== 200) throw new ProviderUnavailable();
    return await textOf(answer);
  } catch {
    throw new ProviderUnavailable();
  }
}

async function textOf({ body }: Response): Promise<string> {
  const reader: ByteReader | undefined = body?.getReader();
  const parts: Uint8Array[] = [];
  for (let size = 0; ;) {
    const part = await reader?.read();
    if (part?.value === undefined) break;
    parts.push(part.value);
    size += part.value.byteLength;
    if (size <= longestAnswer) continue;
    await reader?.cancel();
    throw new ProviderUnavailable();
  }
  return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(parts));
}

interface ByteReader {
  read(): Promise<{ value?: Uint8Array | undefined }>;
  cancel(): Promise<void>;
}
