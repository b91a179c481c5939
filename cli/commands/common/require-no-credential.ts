import { looksLikeCredential } from '../../../contracts/credential-shape.ts';
import { CliError } from '../../host/cli-error.ts';

/**
 * Refuses before anything is sent. The error does not repeat the text, which is in the shell's history already.
 */
export function requireNoCredential(text: string | undefined, what: string): void {
  if (text === undefined || !looksLikeCredential(text)) return;
  throw new CliError(
    `${what} looks like a credential, and everyone in the account could read it. Nothing was sent. Pass a credential only as the value. If it is real, replace it: your shell may have stored this command in its history.`,
  );
}
