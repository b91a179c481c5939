interface Proxy {
  readonly url: URL;
  /** The variable that names it. */
  readonly variable: string;
}

const notTrusted = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

const noConnection = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/**
 * Explains why a connection to a host failed and what to do, for causes that the user's own settings can fix.
 * Never repeats the credentials of the proxy.
 */
export function explainFailure(error: unknown, host: string, proxy?: Proxy): string | undefined {
  const causes = [...causesOf(error)];
  const codes = causes.map(codeOf);
  if (codes.some((code) => notTrusted.has(code))) {
    return `The certificate of ${host} is not from a certificate authority that Node trusts. If your organization has its own, set NODE_EXTRA_CA_CERTS or SSL_CERT_FILE to the file with its certificate (PEM).`;
  }
  if (codes.includes('CERT_HAS_EXPIRED')) return `The certificate of ${host} has expired. Ask its operator.`;
  if (codes.includes('ERR_TLS_CERT_ALTNAME_INVALID')) {
    return `The certificate of ${host} is for another host name. Check the address.`;
  }
  return proxy && explainProxy(causes, codes, host, proxy);
}

function explainProxy(
  causes: readonly Error[],
  codes: readonly string[],
  host: string,
  { url, variable }: Proxy,
): string | undefined {
  const status = causes
    .map(({ message }) => /^Proxy response \((\d{3})\)/.exec(message)?.[1])
    .find((one) => one !== undefined);
  if (status === '407') {
    return url.username === ''
      ? `The proxy ${url.host} requires a user name and a password. Write ${variable} as http://USER:PASSWORD@HOST:PORT.`
      : `The proxy ${url.host} rejects the user name and password in ${variable}. Correct them; write special characters percent-encoded.`;
  }
  if (status !== undefined) {
    return `The proxy ${url.host} does not connect to ${host} (status ${status}). Ask its operator, or add the host to NO_PROXY.`;
  }
  if (!codes.some((code) => noConnection.has(code))) return undefined;
  return `The proxy ${url.host} cannot be reached. Check ${variable}.`;
}

/** An error with all its causes; several attempts to connect have one error each. */
function* causesOf(error: unknown): Generator<Error> {
  if (!(error instanceof Error)) return;
  yield error;
  if (error instanceof AggregateError) for (const one of error.errors) yield* causesOf(one);
  yield* causesOf(error.cause);
}

function codeOf(error: Error): string {
  return 'code' in error ? String(error.code) : '';
}
