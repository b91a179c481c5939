import Type, { type Static } from 'typebox';
import { IssuedToken } from './identity.ts';

/** `GET /v1/sign-in`, for everybody: how people sign in at this vault, besides with a key. */
export const SignInOffer = Type.Object({
  /** Absent when there is no identity provider to sign in with. */
  openid: Type.Optional(
    Type.Object({
      issuer: Type.String(),
      /** Of a public client: nothing about it is confidential. */
      clientId: Type.String(),
      scopes: Type.Array(Type.String()),
      /** Whether a person may sign in with a code, typed on another device. */
      deviceCode: Type.Boolean(),
      /** The one port of 127.0.0.1 that the provider sends browsers back to; any port when absent. */
      redirectPort: Type.Optional(Type.Integer({ minimum: 1, maximum: 65_535 })),
    }),
  ),
});
export type SignInOffer = Static<typeof SignInOffer>;

/** The longest ID token that is looked at; that of a person with two hundred groups has about 11 KB. */
export const idTokenLength = 16_384;

/** `POST /v1/sign-in/openid` */
export const OpenIdSignIn = Type.Object(
  {
    idToken: Type.String({ minLength: 1, maxLength: idTokenLength }),
    /**
     * The nonce of the ID token is the SHA-256 of this, base64url. Whoever only saw the token, in a
     * log or on its way, does not have it.
     */
    nonceVerifier: Type.String({ pattern: '^[A-Za-z0-9_-]{43,128}$' }),
  },
  { additionalProperties: false },
);
export type OpenIdSignIn = Static<typeof OpenIdSignIn>;

/** A key of a few hours that speaks for the person; stored nowhere but at the client. */
export const SignInSession = Type.Object({
  ...Type.Omit(IssuedToken, ['agentId', 'addresses', 'userId']).properties,
  userId: Type.String(),
});
export type SignInSession = Static<typeof SignInSession>;

/** `POST /v1/me/sign-out` */
export const SignOut = Type.Object(
  {
    /** True: every session of the person and every sandbox they started, not this session and its sandboxes alone. */
    everywhere: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);
export type SignOut = Static<typeof SignOut>;

export const SignedOut = Type.Object({
  /** Sessions that counted until now. */
  ended: Type.Integer({ minimum: 0 }),
});
export type SignedOut = Static<typeof SignedOut>;
