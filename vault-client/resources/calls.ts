/** Parts of calls that several resources share. */

export function ofAccount(accountId: string, ...rest: readonly string[]): readonly string[] {
  return ['v1', 'accounts', accountId, ...rest];
}

export function ofAgent(agentId: string, ...rest: readonly string[]): readonly string[] {
  return ['v1', 'agents', agentId, ...rest];
}

/** The change is made only if no other change came first; `any`: in any case. */
export function ifMatch(etag: string): Readonly<Record<string, string>> {
  return { 'if-match': etag === 'any' ? '*' : `"${etag}"` };
}

/** The vault's largest page size, to need few requests. */
export const longestPages = { limit: '1000' } as const;
