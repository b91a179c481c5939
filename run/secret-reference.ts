import { nameProblem } from '../contracts/secret.ts';

/** Identifies a secret, or one of its fields, whose value goes into a variable. */
export interface SecretReference {
  readonly secret: string;
  readonly field?: string;
}

const scheme = 'agent-secrets:';

/** Whether the text is meant as a reference, even if it is not a valid one. */
export function isReference(text: string): boolean {
  return text.startsWith(scheme);
}

/** `agent-secrets://secret` or `agent-secrets://secret/field`, each part percent-encoded where needed. */
export function parseReference(text: string): SecretReference | undefined {
  const [, secret, field] = /^agent-secrets:\/\/([^/]+)(?:\/([^/]+))?$/.exec(text) ?? [];
  return referenceTo(decoded(secret), decoded(field));
}

/** `secret`, `secret.field`, or a reference, which also supports names with a dot. */
export function parseShortReference(text: string): SecretReference | undefined {
  if (isReference(text)) return parseReference(text);
  const dot = text.indexOf('.');
  return dot < 0 ? referenceTo(text) : referenceTo(text.slice(0, dot), text.slice(dot + 1));
}

/** An empty text is not a name. */
function referenceTo(secret = '', field?: string): SecretReference | undefined {
  if (nameProblem(secret) !== undefined || field === '') return undefined;
  return field === undefined ? { secret } : { secret, field };
}

/** Empty if the percent-encoding is invalid. */
function decoded(part: string | undefined): string | undefined {
  try {
    return part === undefined ? undefined : decodeURIComponent(part);
  } catch {
    return '';
  }
}
