import Type, { type Static } from 'typebox';
import { Check, Errors } from 'typebox/value';
import { OperatorError } from '../errors/errors.ts';

const word = Type.String({ minLength: 1, maxLength: 255, pattern: '^[\\x21-\\x7e]+$' });
const claimValue = Type.String({ minLength: 1, maxLength: 255 });
const claimValues = Type.Optional(Type.Array(claimValue, { minItems: 1, maxItems: 256, uniqueItems: true }));

/** The file passed to `vault serve --openid FILE`. */
export const OpenIdFile = Type.Object(
  {
    /** Must match the provider's `iss` exactly. */
    issuer: Type.String({ minLength: 1, maxLength: 255 }),
    clientId: word,
    /** Required value in `aud`; the client id by default. */
    audience: Type.Optional(word),
    /** Scopes requested from the provider; `openid profile email` by default. */
    scopes: Type.Optional(Type.Array(word, { minItems: 1, maxItems: 32, uniqueItems: true })),
    roles: Type.Object(
      {
        /** A claim, or the path to a nested one: `["realm_access", "roles"]`. */
        claim: Type.Union([claimValue, Type.Array(claimValue, { minItems: 1, maxItems: 8 })]),
        /** Values of the claim that grant the role; the first role with a match applies. */
        admin: claimValues,
        author: claimValues,
        reviewer: claimValues,
      },
      { additionalProperties: false },
    ),
    /**
     * The claim that permanently identifies a person. In Entra ID, `oid` is the same across an organization.
     */
    subjectClaim: Type.Optional(Type.Union([Type.Literal('sub'), Type.Literal('oid')])),
    /** Domains allowed for a verified email address; if absent, addresses are not checked. */
    emailDomains: Type.Optional(
      Type.Array(Type.String({ pattern: '^[a-z0-9-]+(\\.[a-z0-9-]+)+$' }), { minItems: 1, maxItems: 256 }),
    ),
    /** The account for people who sign in; the first account by default. */
    accountId: Type.Optional(word),
    /** How long a session is valid. */
    sessionHours: Type.Optional(Type.Number({ minimum: 0.25, maximum: 24 })),
    /** Whether people can sign in with a code that they enter on another device; false by default. */
    deviceCode: Type.Optional(Type.Boolean()),
    redirectPort: Type.Optional(Type.Integer({ minimum: 1024, maximum: 65_535 })),
  },
  { additionalProperties: false },
);

type Defaults = 'audience' | 'scopes' | 'subjectClaim' | 'sessionHours' | 'deviceCode';

/** The settings with all defaults filled in. */
export type OpenIdSettings = Static<typeof OpenIdFile> & Required<Pick<Static<typeof OpenIdFile>, Defaults>>;

/** @throws OperatorError that names the invalid part */
export function checkOpenId(file: unknown): OpenIdSettings {
  if (!Check(OpenIdFile, file)) throw new OperatorError(whatIsWrong(file));
  checkIssuer(file.issuer, 'the sign-in settings');
  const { admin, author, reviewer } = file.roles;
  if (!admin && !author && !reviewer) {
    throw new OperatorError(
      'The sign-in settings give no one a role. Set values for admin, author or reviewer.',
    );
  }
  const defaults = {
    audience: file.clientId,
    scopes: ['openid', 'profile', 'email'],
    subjectClaim: 'sub',
    sessionHours: 8,
    deviceCode: false,
  } as const;
  const settings = { ...defaults, scopes: [...defaults.scopes], ...file };
  if (settings.scopes.includes('openid')) return settings;
  throw new OperatorError('The scopes of the sign-in settings must include openid.');
}

/** Whether a URL is on this machine, where plain HTTP cannot be intercepted. */
export function isLoopbackUrl(url: URL): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(url.hostname);
}

/** @throws OperatorError unless the address uses https or is on this machine */
export function checkIssuer(issuer: string, where: string): void {
  const url = URL.parse(issuer);
  const isPlain = url !== null && url.search === '' && url.hash === '' && url.username + url.password === '';
  if (!isPlain || /[?#]/.test(issuer)) {
    throw new OperatorError(`The issuer of ${where} must be an address without user, query and fragment.`);
  }
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopbackUrl(url))) return;
  throw new OperatorError(`The issuer of ${where} must be an https:// address.`);
}

function whatIsWrong(file: unknown): string {
  const [first] = Errors(OpenIdFile, file);
  const where = first?.instancePath.slice(1).replaceAll('/', '.');
  return `The sign-in settings are not valid: ${where ? `${where} ` : ''}${first?.message ?? 'check them'}.`;
}
