import { ProblemError } from '../../errors/errors.ts';
import type { SecretRecord } from '../../storage/records.ts';

/** The tag that a change is based on, as the vault issued it, or `any` to match every state. */
export type ExpectedTag = string;

/**
 * Tags of mutable resources. They contain the id, so that a change meant for a deleted resource never applies
 * to a new one with the same name. The letter distinguishes a secret's tag from the tag of its access list.
 */
export function tagOfSecret({ id, revision }: Pick<SecretRecord, 'id' | 'revision'>): string {
  return `${id}.r${String(revision)}`;
}

export function tagOfAccess({ id, access }: Pick<SecretRecord, 'id' | 'access'>): string {
  return `${id}.a${String(access.version)}`;
}

/** An account is never deleted, so its revision is enough. */
export function tagOfAccount({ revision }: { readonly revision: number }): string {
  return String(revision);
}

/** @throws ProblemError `VersionConflict` with a sentence about `what`, such as "The secret" */
export function requireTag(tag: string, expected: ExpectedTag, what: string): void {
  if (expected === 'any' || expected === tag) return;
  throw new ProblemError('VersionConflict', `${what} was changed in the meantime. Read it again.`);
}
