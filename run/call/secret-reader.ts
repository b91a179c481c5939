import { isText, isTextRecord } from '../../contracts/guards.ts';
import type * as nodeClient from '../../runtime/node/index.ts';
import { CannotRun } from './cannot-run.ts';
import { objectIn } from './order.ts';

/** Reads for one agent, from a vault or from fakes. */
export type SecretReader = Pick<nodeClient.Client, 'getSecret'>;

/** The error classes: from the user's own copy of the package, if there is one. */
export type ErrorClasses = Pick<typeof nodeClient, 'MissingAccess' | 'SecretNotFound'>;

/**
 * Reads from a file `{ "name": "value", "other": { "field": "value" }, "not granted": null }`; other names do
 * not exist. @throws CannotRun
 */
export function fakesIn(file: string, agentId: string, errors: ErrorClasses): SecretReader {
  const fakes = objectIn(file);
  const wrong = Object.entries(fakes).find(([, value]) => !isFake(value));
  if (wrong)
    throw new CannotRun(`${file}: the secret "${wrong[0]}" must be text, an object of texts, or null.`);
  return {
    getSecret(name) {
      const fake = Object.hasOwn(fakes, name) ? fakes[name] : undefined;
      if (isText(fake)) return Promise.resolve(fake);
      if (isTextRecord(fake)) return Promise.resolve({ ...fake });
      const error = fake === null ? new errors.MissingAccess(agentId, name) : new errors.SecretNotFound(name);
      return Promise.reject(error);
    },
  };
}

function isFake(value: unknown): boolean {
  return value === null || isText(value) || isTextRecord(value);
}
