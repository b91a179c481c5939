import type { Endpoint } from './endpoint.ts';
import { AgentSecretsError, type ErrorCode, Unauthenticated, VaultUnavailable } from './errors.ts';
import type { Answer, Failure } from './send.ts';

/** What error messages need to know about the failed call. */
export interface Asked {
  /** A verb phrase for messages, such as `read the secret "crm"`. */
  readonly action: string;
  /** Returns the error for a code that has a special meaning for this call. */
  readonly refused: (code: string, requestId: string | undefined) => AgentSecretsError | undefined;
}

type Where = Pick<Endpoint, 'base' | 'timeoutMs'>;
/** The vault's own rejections, other than those that are specific to a call. */
type Refusal = 'AddressNotAllowed' | 'Forbidden' | 'HostNotAllowed' | 'NotFound' | 'VaultDisabled';
type Unavailability =
  'BadAnswer' | 'InternalError' | 'Sealed' | 'TimedOut' | 'TooManyRequests' | 'Unavailable';
type Rejection = 'CredentialExpired' | 'Unauthenticated';

/** Says why the call failed and what to do. Follows "Cannot … at …: ". */
const refusals: Readonly<Record<Refusal, string>> = {
  AddressNotAllowed:
    'the token cannot be used from this network address. Ask an account admin for another token.',
  Forbidden: 'the token does not allow this. Use the token of an agent or of a sandbox session.',
  HostNotAllowed: 'the vault does not answer to this host name. Check the address of the vault.',
  NotFound:
    'the vault does not know the agent, or the token belongs to another one. Check AGENT_SECRETS_AGENT and the address of the vault.',
  VaultDisabled: 'the vault is turned off for this account. Ask an account admin to turn it on.',
};
const unavailabilities: Readonly<Record<Unavailability, string>> = {
  BadAnswer: 'the response did not come from a vault. Check the address and any proxy in between.',
  InternalError: 'the vault failed. Try again; if it keeps failing, check the log of the vault.',
  Sealed: 'the vault is sealed. Ask its operator.',
  TimedOut: 'no complete answer came in time. Check the connection, or raise timeoutMs.',
  TooManyRequests: 'the vault received too many requests. Wait a moment and try again.',
  Unavailable: 'the vault is temporarily unavailable. Try again in a moment.',
};
const rejections: Readonly<Record<Rejection, string>> = {
  CredentialExpired: 'the token has expired or was revoked. Use a new one.',
  Unauthenticated: 'the vault does not know the token. Use a token of this vault.',
};

/** Creates the error for an unsuccessful response. */
export function refusalOf({ status, json }: Answer, where: Where, call: Asked): AgentSecretsError {
  const { code, requestId } = problemOf(json);
  const special = call.refused(code, requestId);
  if (special) return special;
  const say = (reason: string): string => sentence(where, call, reason);
  if (status === 401) {
    const rejection = isIn(rejections, code) ? code : 'Unauthenticated';
    return new Unauthenticated(rejection, say(rejections[rejection]), requestId);
  }
  if (isIn(refusals, code)) return new AgentSecretsError(code, say(refusals[code]), requestId);
  return unavailable(isIn(unavailabilities, code) ? code : codeOf(status), where, call, requestId);
}

/** For responses that do not come from a vault but, for example, from a proxy. */
function codeOf(status: number): Unavailability {
  if (status === 429) return 'TooManyRequests';
  return status >= 502 && status <= 504 ? 'Unavailable' : 'BadAnswer';
}

export function unavailable(
  code: Unavailability,
  where: Where,
  call: Asked,
  requestId?: string,
): VaultUnavailable {
  const hint = code === 'TimedOut' ? proxyHint(where) : '';
  return new VaultUnavailable(code, sentence(where, call, unavailabilities[code] + hint), requestId);
}

/** Creates the error for a request without a response. */
export function unreachable({ code, reason }: Failure, where: Where, call: Asked): VaultUnavailable {
  const because = reason === '' ? '' : ` (${reason})`;
  return new VaultUnavailable(code, sentence(where, call, failureText(code, reason, because, where)));
}

function failureText(code: Failure['code'], reason: string, because: string, where: Where): string {
  switch (code) {
    case 'Redirected':
      return 'it redirects, and the token could reach another server. Use the final address of the vault.';
    case 'CertificateInvalid':
      return isUntrusted(reason)
        ? `Node does not trust the issuer of its certificate${because}. Set NODE_EXTRA_CA_CERTS to a PEM file with the certificate of that issuer before the program starts.`
        : `its certificate is not valid${because}. Check the address, and renew the certificate.`;
    case 'Unreachable':
      return `the connection failed${because}. Check the address, and that the vault is running.${proxyHint(where)}`;
  }
}

function isUntrusted(reason: string): boolean {
  return /SELF_SIGNED|UNABLE_TO_(GET_ISSUER|VERIFY)|CERT_UNTRUSTED/.test(reason);
}

/** Node's `fetch` only uses a proxy if configured to. Plain HTTP never uses one. */
function proxyHint({ base }: Where): string {
  if (base.protocol === 'http:') return '';
  const name = ['HTTPS_PROXY', 'https_proxy'].find((one) => process.env[one]);
  if (name === undefined || process.env['NODE_USE_ENV_PROXY'] === '1') return '';
  return ` Node uses ${name} only when NODE_USE_ENV_PROXY=1 is set (Node 22.21, 24.0 or later).`;
}

function sentence({ base }: Where, { action }: Asked, reason: string): string {
  return `Cannot ${action} at ${base.host}: ${reason}`;
}

/** Uses nothing else from the response, which could echo what was sent. */
function problemOf(json: unknown): { readonly code: string; readonly requestId: string | undefined } {
  if (typeof json !== 'object' || json === null) return { code: '', requestId: undefined };
  const code = 'code' in json && typeof json.code === 'string' ? json.code : '';
  const id = 'requestId' in json && typeof json.requestId === 'string' ? json.requestId : '';
  return { code, requestId: /^[\w.-]{1,64}$/.test(id) ? id : undefined };
}

function isIn<Code extends ErrorCode>(table: Readonly<Record<Code, string>>, code: string): code is Code {
  return Object.hasOwn(table, code);
}
