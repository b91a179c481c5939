import { ProblemError } from '../errors.ts';
import type { SecretRecord } from '../storage/records.ts';

/** The tag that a change was decided on, as the vault gave it, or `any` for whatever is there. */
export type ExpectedTag = string;

/**
 * Tags of what can change. The id is in them, so that nothing decided on something that is gone
 * applies to what has its name now; the letter tells a secret's tag from that of its access list.
 */
export function tagOfSecret({ id, revision }: Pick<SecretRecord, 'id' | 'revision'>): string {
  return `${id}.r${String(revision)}`;
}

export function tagOfAccess({ id, access }: Pick<SecretRecord, 'id' | 'access'>): string {
  return `${id}.a${String(access.version)}`;
}

/** An account is never deleted, so that its revision is enough. */
export function tagOfAccount({ revision }: { readonly revision: number }): string {
  return String(revision);
}

/** @throws ProblemError `VersionConflict` with a sentence about `what`, such as "The secret" */
export function requireTag(tag: string, expected: ExpectedTag, what: string): void {
  if (expected === 'any' || expected === tag) return;
  throw new ProblemError('VersionConflict', `${what} was changed in between. Read it again.`);
}
