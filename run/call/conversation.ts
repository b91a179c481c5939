import type * as nodeClient from '../../runtime/node/index.ts';
import { isText, isTextRecord } from '../../contracts/guards.ts';
import type { Secret } from '../../runtime/node/index.ts';
import { CannotRun, objectIn } from './command-line.ts';

/** The `conv` argument of a function that runs on this machine. */
export interface LocalConversation {
  readonly utils: {
    getSecret(name: string): Promise<Secret>;
    get_secret(name: string): Promise<Secret>;
  };
  readonly state: Record<string, unknown>;
  readonly log: Readonly<Record<'debug' | 'error' | 'info' | 'warning', (message: unknown) => void>>;
  readonly env: unknown;
}

/** `attributes` override the made-up values; `note` receives the conversation's log lines. */
export function localConversation(
  reader: SecretReader,
  attributes: Readonly<Record<string, unknown>>,
  note: (line: string) => void,
): LocalConversation {
  const getSecret = async (name: string): Promise<Secret> => {
    const here = new Error();
    try {
      return await reader.getSecret(name);
    } catch (error) {
      // Uses the stack captured at the read. If the function returned the promise, its frame is already gone.
      if (error instanceof Error && here.stack !== undefined) error.stack = here.stack;
      throw error;
    }
  };
  const log = (level: string) => (message: unknown) => note(`${level}: ${String(message)}`);
  return {
    env: 'sandbox',
    state: {},
    ...attributes,
    utils: { getSecret, get_secret: getSecret },
    log: { debug: log('debug'), error: log('error'), info: log('info'), warning: log('warning') },
  };
}

/** Reads secrets for one agent, from a vault or from fakes. */
export type SecretReader = Pick<nodeClient.Client, 'getSecret'>;

/** The error classes, from the user's own copy of the package if there is one. */
export type ErrorClasses = Pick<typeof nodeClient, 'MissingAccess' | 'SecretNotFound'>;

/**
 * Reads secrets from a JSON file. Null is a secret that the agent cannot read; names that are missing do not
 * exist. Example: `{"name":"value","other":{"field":"value"},"not_granted":null}` @throws CannotRun
 */
export function fakesIn(file: string, agentId: string, errors: ErrorClasses): SecretReader {
  const fakes = objectIn(file);
  const wrong = Object.entries(fakes).find(([, value]) => !isFake(value));
  if (wrong)
    throw new CannotRun(`${file}: the secret "${wrong[0]}" must be a string, an object of strings, or null.`);
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
