import { readSignInOffer, startSession } from '../../vault-client/sign-in.ts';
import { VaultError } from '../../vault-client/index.ts';
import { CliError } from '../cli-error.ts';
import { onCommandLine } from '../output/on-command-line.ts';
import { visible } from '../output/visible-text.ts';
import type { Provider, ProofOfSignIn } from '../../sign-in/provider.ts';
import type { CliHost } from '../cli-host.ts';

export type WayToSignIn = 'browser' | 'device';

const longestWait = 300_000;

/** The vault's identity provider; `undefined` if users can only use keys. @throws VaultError */
export async function providerOf(url: string, { fetch }: CliHost): Promise<Provider | undefined> {
  try {
    return (await readSignInOffer({ url, fetch, translate: onCommandLine })).openid;
  } catch (error) {
    // The vault is older than sign-ins.
    if (error instanceof VaultError && error.code === 'NotFound') return undefined;
    throw error;
  }
}

/** The key of a new session. @throws CliError, VaultError */
export async function signInAt(
  url: string,
  provider: Provider | undefined,
  way: WayToSignIn,
  host: CliHost,
): Promise<string> {
  if (!provider)
    throw new CliError(
      `${visible(url)} does not support signing in as a person. Log in with a key: --key-file FILE.`,
    );
  const proof = await prove(provider, way, host);
  return (await startSession({ url, fetch: host.fetch, translate: onCommandLine }, proof)).token;
}

/** OpenID Connect is in a separate bundle, so errors are identified by name. */
async function prove(provider: Provider, way: WayToSignIn, host: CliHost): Promise<ProofOfSignIn> {
  try {
    return await (way === 'device' ? proveWithDevice(provider, host) : proveWithBrowser(provider, host));
  } catch (error) {
    if (error instanceof Error && error.name === 'SignInError') throw new CliError(error.message);
    throw error;
  }
}

async function proveWithBrowser(provider: Provider, { signIn, note }: CliHost): Promise<ProofOfSignIn> {
  const { signInWithBrowser, listenOnLoopback } = signIn.load();
  return signInWithBrowser(provider, {
    fetch: signIn.fetch,
    listen: listenOnLoopback,
    openUrl: (address) => {
      note(`Sign in with a browser on this machine, at\n\n  ${visible(address)}\n`);
      signIn.openUrl(address);
    },
    signal: AbortSignal.timeout(longestWait),
  });
}

async function proveWithDevice(provider: Provider, { signIn, note }: CliHost): Promise<ProofOfSignIn> {
  return signIn.load().signInWithDevice(provider, {
    fetch: signIn.fetch,
    showCode: ({ url, code }) =>
      note(`On any device, open\n\n  ${visible(url)}\n\nand type the code ${code}\n`),
    signal: AbortSignal.timeout(longestWait * 3),
  });
}
