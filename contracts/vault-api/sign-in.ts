import Type, { type Static } from 'typebox';
import { IssuedToken } from './identity.ts';

/** `GET /v1/sign-in`, public: how users can sign in to this vault other than with a key. */
export const SignInOffer = Type.Object({
  /** Absent if the vault has no identity provider. */
  openid: Type.Optional(
    Type.Object({
      issuer: Type.String(),
      /** The ID of a public OpenID Connect client, which is not confidential. */
      clientId: Type.String(),
      scopes: Type.Array(Type.String()),
      /** Whether users can sign in by entering a code on another device. */
      deviceCode: Type.Boolean(),
      /** The only port of 127.0.0.1 to which the provider redirects; any port if absent. */
      redirectPort: Type.Optional(Type.Integer({ minimum: 1, maximum: 65_535 })),
    }),
  ),
});
export type SignInOffer = Static<typeof SignInOffer>;

/** Maximum length of an ID token. A user in two hundred groups has a token of about 11 KB. */
export const idTokenLength = 16_384;

/** `POST /v1/sign-in/openid` */
export const OpenIdSignIn = Type.Object(
  {
    idToken: Type.String({ minLength: 1, maxLength: idTokenLength }),
    /**
     * The ID token's nonce is the base64url SHA-256 hash of this verifier. Someone who has only seen the
     * token, in a log or in transit, does not know the verifier.
     */
    nonceVerifier: Type.String({ pattern: '^[A-Za-z0-9_-]{43,128}$' }),
  },
  { additionalProperties: false },
);
export type OpenIdSignIn = Static<typeof OpenIdSignIn>;

/** A key that is valid for a few hours and belongs to the user; only the client stores it. */
export const SignInSession = Type.Object({
  ...Type.Omit(IssuedToken, ['agentId', 'addresses', 'userId']).properties,
  userId: Type.String(),
});
export type SignInSession = Static<typeof SignInSession>;

/** `POST /v1/me/sign-out` */
export const SignOut = Type.Object(
  {
    /** If true, ends all of the user's sessions and sandboxes, not only this session and its sandboxes. */
    everywhere: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);
export type SignOut = Static<typeof SignOut>;

export const SignedOut = Type.Object({
  /** Number of valid sessions that were ended. */
  ended: Type.Integer({ minimum: 0 }),
});
export type SignedOut = Static<typeof SignedOut>;
