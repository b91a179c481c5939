/** Parts of calls that several resources share. */

export function ofAccount(accountId: string, ...rest: readonly string[]): readonly string[] {
  return ['v1', 'accounts', accountId, ...rest];
}

export function ofAgent(agentId: string, ...rest: readonly string[]): readonly string[] {
  return ['v1', 'agents', agentId, ...rest];
}

/** The change is made only if nobody was faster; `any`: whatever is there. */
export function ifMatch(etag: string): Readonly<Record<string, string>> {
  return { 'if-match': etag === 'any' ? '*' : `"${etag}"` };
}

/** The longest pages that the vault gives: whoever lists everything asks seldom. */
export const longestPages = { limit: '1000' } as const;
