/** Stable error codes for programs: the vault's own codes, and those for failures to reach it. */
export type ErrorCode =
  | 'AddressNotAllowed'
  | 'BadAnswer'
  | 'CertificateInvalid'
  | 'CredentialExpired'
  | 'Forbidden'
  | 'HostNotAllowed'
  | 'InternalError'
  | 'InvalidInput'
  | 'MissingAccess'
  | 'NotConfigured'
  | 'NotFound'
  | 'Redirected'
  | 'Sealed'
  | 'SecretNotFound'
  | 'SignInInvalid'
  | 'SignInRefused'
  | 'TimedOut'
  | 'TooManyRequests'
  | 'Unauthenticated'
  | 'Unavailable'
  | 'Unreachable'
  | 'VaultDisabled';

/**
 * The base class of all errors in this package. The message says what happened and what to do. It never
 * contains a value or a token, and nothing from the response except the request id.
 */
export class AgentSecretsError extends Error {
  readonly code: ErrorCode;
  /** The id that the vault gave the request, for finding it in the vault's log. */
  readonly requestId: string | undefined;

  constructor(code: ErrorCode, message: string, requestId?: string) {
    super(message);
    this.name = 'AgentSecretsError';
    this.code = code;
    this.requestId = requestId;
  }
}

/** The vault has no secret with this name. */
export class SecretNotFound extends AgentSecretsError {
  readonly secretName: string;

  constructor(secretName: string, requestId?: string) {
    super('SecretNotFound', `The secret ${quoted(secretName)} does not exist. Check its name.`, requestId);
    this.name = 'SecretNotFound';
    this.secretName = secretName;
  }
}

/** The secret exists, but the agent is not on its access list. */
export class MissingAccess extends AgentSecretsError {
  readonly assistantId: string;
  readonly secretName: string;

  constructor(assistantId: string, secretName: string, requestId?: string) {
    const what = `Agent ${quoted(assistantId)} has no access to the secret ${quoted(secretName)}.`;
    super('MissingAccess', `${what} Ask an account admin to grant it.`, requestId);
    this.name = 'MissingAccess';
    this.assistantId = assistantId;
    this.secretName = secretName;
  }
}

/** No secret can have this name. */
export class InvalidInput extends AgentSecretsError {
  readonly assistantId: string;
  readonly secretName: string;

  constructor(assistantId: string, secretName: string, requestId?: string) {
    const rule = 'A name has 1 to 128 printable characters and no space at either end.';
    super('InvalidInput', `${quoted(secretName)} is not a valid secret name. ${rule}`, requestId);
    this.name = 'InvalidInput';
    this.assistantId = assistantId;
    this.secretName = secretName;
  }
}

/** The vault's address, the agent or the token is missing or unusable. Nothing was sent. */
export class NotConfigured extends AgentSecretsError {
  constructor(message: string) {
    super('NotConfigured', message);
    this.name = 'NotConfigured';
  }
}

/** The vault rejected the token, or the credential used to sign in. */
export class Unauthenticated extends AgentSecretsError {
  constructor(
    code: 'CredentialExpired' | 'SignInInvalid' | 'SignInRefused' | 'Unauthenticated',
    message: string,
    requestId?: string,
  ) {
    super(code, message, requestId);
    this.name = 'Unauthenticated';
  }
}

/** No usable response arrived before the deadline. `code` identifies the reason. */
export class VaultUnavailable extends AgentSecretsError {
  constructor(code: ErrorCode, message: string, requestId?: string) {
    super(code, message, requestId);
    this.name = 'VaultUnavailable';
  }
}

const longestShown = 130;

/** Makes text safe to print: escapes control characters and truncates long text. */
export function quoted(text: string): string {
  const shown = text.length > longestShown ? `${text.slice(0, longestShown)}…` : text;
  return JSON.stringify(shown).replaceAll(/[^\P{C}\u00ad]|\p{Zl}|\p{Zp}/gu, (one) => {
    return `\\u{${(one.codePointAt(0) ?? 0).toString(16)}}`;
  });
}
