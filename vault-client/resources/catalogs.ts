import type { CatalogSecret } from '../../contracts/catalog.ts';
import type { CatalogAnswer } from '../../contracts/vault-api/catalog.ts';
import { sentence } from '../../contracts/words.ts';
import {
  isCount,
  isFlag,
  isInteger,
  isListOf,
  isObjectOf,
  isOneOf,
  isText,
  optional,
  parseJson,
} from '../../contracts/guards.ts';
import type { Call, Transport } from '../http/transport.ts';
import { isDeprecation, isKind, isTextList, ofAgent } from './shared.ts';

/**
 * Calls for agent catalogs. Caches one response per agent, so that an unchanged catalog is only transferred
 * once.
 */
export function catalogsOf(transport: Transport) {
  const remembered = new Map<string, { readonly etag: string; readonly catalog: CatalogAnswer }>();

  const catalog = async (agentId: string, signal?: AbortSignal): Promise<CatalogAnswer> => {
    const known = remembered.get(agentId);
    const call: Call = {
      action: sentence('read the catalog of agent "{agentId}"', { agentId }),
      path: ofAgent(agentId, 'catalog'),
      ...(known ? { headers: { 'if-none-match': known.etag } } : {}),
      signal,
    };
    const { answer, text } = await transport.ask(call);
    if (answer.status === 304 && known) {
      return { ...known.catalog, asOf: answerTime(answer.headers.get('date')) ?? known.catalog.asOf };
    }
    const received = parseJson(text);
    if (!isCatalogAnswer(received)) throw transport.fail(call, 'BadAnswer', { status: answer.status });
    const etag = answer.headers.get('etag');
    if (etag) remembered.set(agentId, { etag, catalog: received });
    return received;
  };
  return { catalog };
}

/** A 304 response confirms that the cached catalog is current. Only its `Date` header has the time. */
function answerTime(date: string | null): string | undefined {
  const time = date === null ? Number.NaN : Date.parse(date);
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}

export const isCatalogAnswer = isObjectOf<CatalogAnswer>({
  agentId: isText,
  agentName: isText,
  complete: isFlag,
  secrets: isListOf(
    isObjectOf<CatalogSecret>({
      name: isText,
      kind: isKind,
      fields: isTextList,
      description: isText,
      access: isOneOf('granted', 'missing'),
      updatedAt: isText,
      accessUntil: optional(isText),
      deprecated: optional(isDeprecation),
      expiresOn: optional(isText),
      rotateBy: optional(isText),
      rotateEveryDays: optional(isCount),
    }),
  ),
  asOf: isText,
  version: isInteger,
});
