import type { ProofOfSignIn, Provider } from '../../sign-in/provider.ts';
import type { AddCommand } from './common/command.ts';
import { connectedCommand } from './common/connected-command.ts';
import { CliError, exitCodes } from '../host/cli-error.ts';
import type { CliHost } from '../host/cli-host.ts';
import { forgetKey, keepKey, readKeptKeys } from '../knowledge/kept-keys.ts';
import { type VaultOption, vaultUrl } from '../knowledge/vault-connection.ts';
import { ahead } from '../output/ages.ts';
import { onCommandLine } from '../output/on-command-line.ts';
import { facts } from '../output/table.ts';
import { visible } from '../../contracts/visible-text.ts';
import { mustBeTyped, readText } from '../prompt/secret-value.ts';
import { createVaultClient, VaultError } from '../../vault-client/index.ts';
import { endSession, readSignInOffer, startSession } from '../../vault-client/sign-in.ts';

interface LoginOptions extends VaultOption {
  readonly browser?: boolean;
  readonly device?: boolean;
  readonly paste?: boolean;
}

export const addLogin: AddCommand = (program, host, done) => {
  program
    .command('login')
    .description('sign in to a vault, or store a key, for use by other commands')
    .option(
      '--vault <url>',
      'the vault; default: AGENT_SECRETS_VAULT_URL, or the one that you are logged in to',
    )
    .option('--browser', 'sign in with a browser; the default at a terminal if the vault supports it')
    .option('--device', 'sign in with a code that you enter on another device')
    .option('--paste', 'enter a key at a hidden prompt, even if the vault supports sign-in')
    .option('--key-file <file>', 'file with the key; - is standard input')
    .action(async (options: LoginOptions) => {
      const url = vaultUrl(options, host);
      const key = await obtainKey(url, options, host);
      const { name, role, accountName } = await createVaultClient({
        url,
        key,
        fetch: host.fetch,
        translate: onCommandLine,
      }).me();
      keepKey(host, url, key);
      host.print(`Logged in to ${visible(url)} as ${visible(name)} (${role}, ${visible(accountName)}).\n`);
      done(exitCodes.clean);
    });
};

async function obtainKey(url: string, options: LoginOptions, host: CliHost): Promise<string> {
  const way = options.device ? 'device' : 'browser';
  if (options.device || options.browser) return signInAt(url, await providerOf(url, host), way, host);
  const isTyped = mustBeTyped({ file: options.keyFile }, host);
  if (options.paste || !isTyped) return readKey(options, host);
  const provider = await providerOf(url, host);
  return provider ? signInAt(url, provider, way, host) : readKey(options, host);
}

/** Prompts only once, because a wrong key is detected immediately. */
async function readKey({ keyFile: file }: VaultOption, host: CliHost): Promise<string> {
  const text = mustBeTyped({ file }, host)
    ? await host.input.ask('Key (hidden): ', { hidden: true })
    : await readText({ file }, host);
  return text.trim();
}

export type WayToSignIn = 'browser' | 'device';

const longestWait = 300_000;

/** Returns the vault's identity provider; `undefined` if users can only use keys. @throws VaultError */
async function providerOf(url: string, { fetch }: CliHost): Promise<Provider | undefined> {
  try {
    return (await readSignInOffer({ url, fetch, translate: onCommandLine })).openid;
  } catch (error) {
    // A vault without this endpoint predates sign-ins.
    if (error instanceof VaultError && error.code === 'NotFound') return undefined;
    throw error;
  }
}

/** Signs in and returns the new session's key. @throws CliError, VaultError */
async function signInAt(
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

/** OpenID Connect is in a separate bundle, so errors are identified by name instead of class. */
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

interface LogoutOptions extends VaultOption {
  readonly everywhere?: boolean;
}

export const addLogout: AddCommand = (program, host, done) => {
  program
    .command('logout')
    .description(
      'end the session at a vault and delete its stored key; to revoke an issued key, use `tokens revoke`',
    )
    .option(
      '--vault <url>',
      'the vault; default: AGENT_SECRETS_VAULT_URL, or the one that you are logged in to',
    )
    .option('--everywhere', 'end all your sessions, on every machine')
    .action(async (options: LogoutOptions) => {
      const url = vaultUrl(options, host);
      const key = readKeptKeys(host).keyFor(url);
      const ended = key === undefined ? 'No stored key for' : await end(url, key, options, host);
      forgetKey(host, url);
      host.print(`${ended} ${visible(url)}.\n`);
      done(exitCodes.clean);
    });
};

/** @throws VaultError if sessions elsewhere should have ended but remain active */
async function end(
  url: string,
  key: string,
  { everywhere = false }: LogoutOptions,
  { fetch, note }: CliHost,
): Promise<string> {
  try {
    await endSession({ url, key, fetch, translate: onCommandLine }, { everywhere });
    return everywhere ? 'Signed out everywhere of' : 'Signed out of';
  } catch (error) {
    if (everywhere || !(error instanceof VaultError)) throw error;
    if (!isOfNoSession.has(error.code)) {
      note(`${visible(error.message)} The session stays valid until it expires.`);
    }
    return 'Deleted the stored key of';
  }
}

/**
 * With these errors there is no session to report as still valid. The key was issued as a token, which stays
 * valid because it may be in use elsewhere, or the session has already ended.
 */
const isOfNoSession: ReadonlySet<string> = new Set([
  'Conflict',
  'CredentialExpired',
  'Forbidden',
  'NotFound',
  'Unauthenticated',
]);

export const addWhoami: AddCommand = (program, host, done) => {
  const command = program.command('whoami').description('show whose key you use and its role');
  connectedCommand(command, host, done, async ({ vault }) => {
    const identity = await vault.me();
    const { id, name, role, accountId, accountName, agentId, rights, vaultEnabled, expiresAt } = identity;
    const text = facts([
      ['Vault', vault.url],
      ['Key', `${name} (${id})`],
      ['Role', role],
      ['Agent', agentId],
      ['Account', `${accountName} (${accountId})`],
      ['Rights', rights.join(', ')],
      ['Expires', expiresAt === undefined ? undefined : `${ahead(expiresAt, host.now())} (${expiresAt})`],
      ['Turned off', vaultEnabled ? undefined : 'yes: an account admin can turn the vault on'],
    ]);
    return { json: identity, text };
  });
};
