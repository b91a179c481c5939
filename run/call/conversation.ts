import type { Secret } from '../../runtime/node/index.ts';
import type { SecretReader } from './secret-reader.ts';

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

/** `attributes` override the made-up values; `note` receives the lines of its log. */
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
      // Captured at the read: the function may have returned the promise, so that its frame is gone later.
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
