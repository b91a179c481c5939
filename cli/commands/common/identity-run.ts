import { type OpenRun, openAgentRun, type RunWish } from '../../../run/open-run.ts';
import { RunRefused } from '../../../run/run-refused.ts';
import { type PlatformSession, signInWithPlatform } from '../../../run/platform-session.ts';
import { CliError } from '../../cli-error.ts';
import type { CliHost } from '../../cli-host.ts';
import { vaultUrl } from '../../knowledge/vault-connection.ts';
import { visible } from '../../output/visible-text.ts';
import type { VaultOption } from './options.ts';
import { runRefusal } from './run-refusal.ts';

/** Whether the program runs with the agent's own identity, because no user's key is given. */
export function hasIdentity({ keyFile }: VaultOption, { env }: Pick<CliHost, 'env'>): boolean {
  return Boolean(env['AGENT_SECRETS_IDENTITY']) && keyFile === undefined && !env['AGENT_SECRETS_KEY'];
}

/**
 * Signs in with the platform's token, and obtains what a program is given. The identity determines how long
 * the token lasts. @throws CliError, VaultError
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
