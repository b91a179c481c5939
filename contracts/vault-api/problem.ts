import Type, { type Static } from 'typebox';

/**
 * Every error that the vault returns, with its stable code, HTTP status and title. `SecretNotFound`,
 * `MissingAccess` and `InvalidInput` are the names that functions catch at run time.
 */
export const problems = {
  InvalidInput: { status: 400, title: 'The request is not valid' },
  Unauthenticated: { status: 401, title: 'Sign in' },
  CredentialExpired: { status: 401, title: 'The key has expired or was revoked' },
  SignInInvalid: { status: 401, title: 'Invalid sign-in' },
  Forbidden: { status: 403, title: 'Your role does not allow this' },
  MissingAccess: { status: 403, title: 'The agent has no access to the secret' },
  SecondApproverNeeded: { status: 403, title: 'Two admins must approve access in this account' },
  AssistantsOff: { status: 403, title: 'Assistants are turned off for this account' },
  VaultDisabled: { status: 403, title: 'The vault is turned off for this account' },
  AddressNotAllowed: { status: 403, title: 'The key cannot be used from this address' },
  NoUser: { status: 403, title: 'The key does not belong to a person' },
  SignInRefused: { status: 403, title: 'You are not allowed to sign in to this vault' },
  HostNotAllowed: { status: 403, title: 'The vault does not answer to this host name' },
  NotFound: { status: 404, title: 'Not found' },
  SecretNotFound: { status: 404, title: 'The secret does not exist' },
  NameTaken: { status: 409, title: 'The name is already in use' },
  Conflict: { status: 409, title: 'Its state has changed' },
  VersionConflict: { status: 412, title: 'Someone else changed it first' },
  TooLarge: { status: 413, title: 'The request is too large' },
  KeyReused: { status: 422, title: 'The idempotency key was used for another request' },
  PreconditionRequired: { status: 428, title: 'Send the version that you changed' },
  TooManyRequests: { status: 429, title: 'Too many requests' },
  InternalError: { status: 500, title: 'The vault failed' },
  Sealed: { status: 503, title: 'The vault is sealed' },
  Unavailable: { status: 503, title: 'The vault is temporarily unavailable' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemCode = keyof typeof problems;

/** RFC 9457 problem document. `detail` is one sentence for the user, never a value. */
export const Problem = Type.Object({
  type: Type.String(),
  title: Type.String(),
  status: Type.Integer(),
  detail: Type.String(),
  code: Type.String(),
  requestId: Type.String(),
  /** If a request with several entries was refused: why, for each refused entry. `index` starts at 0. */
  entries: Type.Optional(
    Type.Array(
      Type.Object({ index: Type.Integer({ minimum: 0 }), code: Type.String(), detail: Type.String() }),
    ),
  ),
});
export type Problem = Static<typeof Problem>;
export type EntryProblem = NonNullable<Problem['entries']>[number];
