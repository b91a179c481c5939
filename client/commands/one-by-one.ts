import { VaultError } from '../../vault-client/index.ts';

/** The result of an action on several secrets, each of which can fail by itself. */
export interface Done {
  readonly succeeded: readonly string[];
  /** The vault client's messages, which name the secret. */
  readonly failures: readonly string[];
}

/** Acts on one name after another. A failure of the vault is part of the result; other errors are thrown. */
export async function doneOf(
  names: readonly string[],
  act: (name: string) => Promise<unknown>,
): Promise<Done> {
  const succeeded: string[] = [];
  const failures: string[] = [];
  for (const name of names) {
    try {
      await act(name);
      succeeded.push(name);
    } catch (error) {
      if (!(error instanceof VaultError)) throw error;
      failures.push(error.message);
    }
  }
  return { succeeded, failures };
}
