import { AuthorizationResponseError, ResponseBodyError } from 'openid-client';
import { inEnglish, type Sentence, sentence } from '../contracts/words.ts';

/**
 * Explains to the user why the sign-in failed. Identified by its name, because it comes from a separate
 * bundle.
 */
export class SignInError extends Error {
  readonly said: Sentence;

  constructor(said: Sentence, options?: ErrorOptions) {
    super(inEnglish(said), options);
    this.name = 'SignInError';
    this.said = said;
  }
}

export function tooLate(): SignInError {
  return new SignInError(sentence('The sign-in timed out. Start again.'));
}

/** Explains a failed request. Repeats nothing from a response except a simple error code. */
export function explainSignIn(error: unknown, issuer: string): SignInError {
  if (error instanceof SignInError) return error;
  const cause = { cause: error };
  const code = codeOf(error);
  if (code !== undefined) return new SignInError(refusals[code] ?? refusedWith(code), cause);
  const host = URL.parse(issuer)?.host ?? sentence('the address of the vault’s settings');
  const unreachable = sentence(
    'The identity provider at {host} is unreachable or returned an invalid response. Try again. If the problem persists, ask the vault operator.',
    { host },
  );
  return new SignInError(unreachable, cause);
}

const refusals: Readonly<Record<string, Sentence>> = {
  access_denied: sentence('The sign-in was declined. Start again if that was a mistake.'),
  expired_token: sentence('The code has expired. Start again.'),
};

function refusedWith(code: string): Sentence {
  return sentence('The identity provider refused the sign-in ({code}). Ask the vault operator.', {
    code,
  });
}

function codeOf(error: unknown): string | undefined {
  if (!(error instanceof AuthorizationResponseError) && !(error instanceof ResponseBodyError))
    return undefined;
  return /^[\w.-]{1,64}$/.test(error.error) ? error.error : 'unknown error';
}
