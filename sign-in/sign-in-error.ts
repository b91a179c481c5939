import { AuthorizationResponseError, ResponseBodyError } from 'openid-client';

/** Why nobody was signed in, as a sentence for the person. Known by its name: it comes from a bundle of its own. */
export class SignInError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'SignInError';
  }
}

export function tooLate(): SignInError {
  return new SignInError('The time to sign in is over. Start again.');
}

/** What went wrong on the way; nothing of an answer is repeated but a plain error code. */
export function explainSignIn(error: unknown, issuer: string): SignInError {
  if (error instanceof SignInError) return error;
  const cause = { cause: error };
  const code = codeOf(error);
  if (code !== undefined) return new SignInError(refusals[code] ?? refusedWith(code), cause);
  const host = URL.parse(issuer)?.host ?? 'the address of the vault’s settings';
  return new SignInError(
    `The identity provider at ${host} cannot be reached, or what it answers is no sign-in. Try again; if it stays, ask the operator of the vault.`,
    cause,
  );
}

const refusals: Readonly<Record<string, string>> = {
  access_denied: 'The sign-in was declined. Start again if that was a mistake.',
  expired_token: 'The code has expired. Start again.',
};

function refusedWith(code: string): string {
  return `The identity provider refuses the sign-in (${code}). Ask the operator of the vault.`;
}

function codeOf(error: unknown): string | undefined {
  if (!(error instanceof AuthorizationResponseError) && !(error instanceof ResponseBodyError))
    return undefined;
  return /^[\w.-]{1,64}$/.test(error.error) ? error.error : 'unknown error';
}
