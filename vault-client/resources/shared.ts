import type { NamedEnvironment } from '../../contracts/environments.ts';
import { isListOf, isObjectOf, isOneOf, isText, optional } from '../../contracts/guards.ts';

/** Parts of calls that several resources use. */

export function ofAccount(accountId: string, ...rest: readonly string[]): readonly string[] {
  return ['v1', 'accounts', accountId, ...rest];
}

export function ofAgent(agentId: string, ...rest: readonly string[]): readonly string[] {
  return ['v1', 'agents', agentId, ...rest];
}

/** The change is only made if the resource still has this ETag; `any` accepts every state. */
export function ifMatch(etag: string): Readonly<Record<string, string>> {
  return { 'if-match': etag === 'any' ? '*' : `"${etag}"` };
}

/** The vault's largest page size, which needs the fewest requests. */
export const longestPages = { limit: '1000' } as const;

/** Guards for responses of several resources. A test compares each response's guard with its schema. */

export const isKind = isOneOf('single', 'key_value');
export const isRole = isOneOf('admin', 'author', 'reviewer', 'agent');
export const isTextList = isListOf(isText);
export const isDeprecation = isObjectOf<{ replacement?: string }>({ replacement: optional(isText) });
export const isEnvironments = isListOf(isObjectOf<NamedEnvironment>({ name: isText, suffix: isText }));
export const isAccessEnds = optional(
  isListOf(isObjectOf<{ agentId: string; until: string }>({ agentId: isText, until: isText })),
);
