import { runRefusal } from './run-refusal.ts';
import { CliError } from '../../host/cli-error.ts';
import type { CliHost } from '../../host/cli-host.ts';
import { type VaultOption, vaultUrl } from '../../knowledge/vault-connection.ts';
import { visible } from '../../../contracts/visible-text.ts';
import { type Lack, openAgentRun, type OpenRun, openRun, type RunWish } from '../../../run/open-run.ts';
import { type PlatformSession, signInWithPlatform } from '../../../run/platform-session.ts';
import type { Ending } from '../../../run/run-program.ts';
import { RunRefused } from '../../../run/run-refused.ts';
import { runVaultOf } from '../../../run/run-vault.ts';
import { type VaultClient, VaultError } from '../../../vault-client/index.ts';

/**
 * Obtains the program's variables and token. If the vault refuses, the error message ends with `withoutToken`
 * in case the role cannot issue tokens. @throws CliError, VaultError
 */
export async function openProgramRun(
  vault: VaultClient,
  wish: RunWish,
  { fetch }: Pick<CliHost, 'fetch'>,
  withoutToken: string,
): Promise<OpenRun> {
  try {
    return await openRun(runVaultOf(vault, fetch), wish);
  } catch (error) {
    if (!(error instanceof RunRefused)) throw error;
    const role = async (): Promise<string> => (await vault.me()).role;
    throw new CliError(await runRefusal(error, { agentId: wish.agentId, withoutToken, role }));
  }
}

/** The exit code that shells use after Ctrl+C. */
const codeOfStopped = 130;

/**
 * Obtains what the program needs, starts it, and finally revokes the issued token. No signal ends this
 * process before that. Returns the program's exit code, or 130 if the run was stopped before the program
 * started.
 */
export function withProgramRun(
  host: Pick<CliHost, 'note' | 'holdingSignals'>,
  open: () => Promise<OpenRun>,
  start: (run: OpenRun) => Promise<number>,
): Promise<number> {
  return host.holdingSignals(async (isStopped) => {
    const run = await open();
    try {
      if (isStopped()) return codeOfStopped;
      noteLacks(run, host);
      return await start(run);
    } finally {
      await endProgramRun(run, host);
    }
  });
}

/** Notes what the program doesn't get. */
function noteLacks({ lacks }: OpenRun, { note }: Pick<CliHost, 'note'>): void {
  for (const lack of lacks) note(`note: ${lacking[lack]}`);
}

const lacking: Readonly<Record<Lack, string>> = {
  agent:
    'your role cannot issue agent tokens, so the program cannot read the secrets of its agent. Use --as sandbox to hide this note.',
  environment: 'the key does not belong to a person, so the program gets no environment secrets.',
};

/** Returns the exit code that a shell would return. */
export function codeOfEnding(ending: Ending, name: string, { note }: Pick<CliHost, 'note'>): number {
  if (ending.kind === 'ended') return ending.code;
  if (ending.kind === 'notFound') {
    note(`error: Command ${visible(name)} not found. Check its name and the PATH.`);
    return 127;
  }
  if (ending.kind === 'tooLarge') {
    note(`error: ${visible(name)} cannot be run: its arguments and variables are too large for this system.`);
    return 126;
  }
  note(`error: ${visible(name)} cannot be run. Check that it is a program, and its permissions.`);
  return 126;
}

/** Errors only cause a note, because the program has already ended and its exit code is the result. */
async function endProgramRun(run: OpenRun, { note }: Pick<CliHost, 'note'>): Promise<void> {
  try {
    await run.end();
  } catch (error) {
    if (!(error instanceof VaultError)) throw error;
    note(`note: ${visible(error.message)} The token stays valid until it expires.`);
  }
}

/** Whether the program runs with the agent's own identity because no user key is given. */
export function hasIdentity({ keyFile }: VaultOption, { env }: Pick<CliHost, 'env'>): boolean {
  return Boolean(env['AGENT_SECRETS_IDENTITY']) && keyFile === undefined && !env['AGENT_SECRETS_KEY'];
}

/**
 * Signs in with the platform's token and obtains what the program needs. The identity determines how long the
 * token lasts. @throws CliError, VaultError
 */
export async function openIdentityRun(
  options: VaultOption,
  { agentId, wanted = [] }: Pick<RunWish, 'agentId' | 'wanted'>,
  host: Pick<CliHost, 'env' | 'fetch'>,
): Promise<OpenRun> {
  const session = await signIn(vaultUrl(options, host), host);
  try {
    if (agentId !== undefined && agentId !== session.agentId) {
      throw new CliError(
        `The identity is for the agent ${visible(session.agentId)}, not for ${visible(agentId)}. Check AGENT_SECRETS_IDENTITY and --agent.`,
      );
    }
    return await openAgentRun(session, { wanted }, session.identityId);
  } catch (error) {
    await session.revoke().catch(() => undefined);
    if (!(error instanceof RunRefused)) throw error;
    throw new CliError(
      await runRefusal(error, { agentId: session.agentId, withoutToken: '', role: agentRole }),
    );
  }
}

async function signIn(url: string, { env, fetch }: Pick<CliHost, 'env' | 'fetch'>): Promise<PlatformSession> {
  const outcome = await signInWithPlatform(url, env, fetch);
  if ('refused' in outcome) throw new CliError(visible(outcome.refused));
  return outcome;
}

function agentRole(): Promise<string> {
  return Promise.resolve('agent');
}
