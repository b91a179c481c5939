import type { Identity } from '../contracts/vault-api/identity.ts';
import type { SecretReading } from '../contracts/vault-api/secrets.ts';
import { isVariableName, steersPrograms } from '../contracts/variable-name.ts';
import type { VaultClient } from '../vault-client/index.ts';
import { resolveReferences, type WantedVariable } from './secret-references.ts';
import { RunRefused } from './run-refused.ts';
import { agentEnvironment } from './variables.ts';

/** The vault calls of a run, with the key of a user. */
export interface RunVault extends Pick<
  VaultClient,
  'me' | 'issueToken' | 'revokeToken' | 'startSandbox' | 'endSandbox'
> {
  readonly url: string;
  /** Reads the variables with the token of a sandbox session, not with the key. */
  readonly readSandbox: (token: string) => Promise<Readonly<Record<string, string>>>;
  /** Reads a secret with the token of an agent, not with the key. */
  readonly readValue: (token: string, agentId: string, secret: string) => Promise<SecretReading['value']>;
}

export interface RunWish {
  /** The agent for which the program may read secrets, if any. */
  readonly agentId?: string | undefined;
  /** Whether a run without that agent's token is useless. */
  readonly needsAgent: boolean;
  /** False for a program that reads only as the agent, without the user's environment secrets. */
  readonly wantsEnvironment?: boolean;
  /** ISO 8601: the latest expiry of the agent's token. */
  readonly tokenEnds: string;
  /** Variables that hold secrets of the agent. If one cannot be read, nothing runs. */
  readonly wanted?: readonly WantedVariable[];
}

/** What a run has to do without, because the key does not allow it. */
export type Lack = 'agent' | 'environment';

/** What a program is given. It contains values, so it goes only into the environment of that program. */
export interface OpenRun {
  readonly variables: Readonly<Record<string, string>>;
  /** The values among the variables. */
  readonly secrets: readonly string[];
  readonly lacks: readonly Lack[];
  /** Who runs it: the user, or a key without a user. */
  readonly personId: string;
  /**
   * Revokes what was issued for the run. Ending twice is not an error; rejects if the vault is unreachable.
   */
  end(): Promise<void>;
}

/**
 * Obtains what a program is given. The sandbox session is over when this returns, so that nothing of it
 * outlives even a killed run; the token of an agent lasts until `end`.
 * @throws RunRefused, VaultError
 */
export async function openRun(vault: RunVault, wish: RunWish): Promise<OpenRun> {
  const me = await vault.me();
  const asked = { agent: wish.agentId !== undefined, environment: wish.wantsEnvironment !== false };
  const may = { agent: me.rights.includes('tokens:write'), environment: mayReadOwn(me) };
  const lacks = (['agent', 'environment'] as const).filter((what) => asked[what] && !may[what]);
  if (wish.needsAgent && !(asked.agent && may.agent)) throw new RunRefused('needsAgent');
  if (!may.environment && !(asked.agent && may.agent)) throw new RunRefused('nothingToGive');
  const own = asked.environment && may.environment ? await readOwnVariables(vault) : {};
  requireUsable(own);
  const agent = may.agent ? await issueAgentToken(vault, me, wish) : undefined;
  const wanted = await readWanted(wish, agent);
  return {
    variables: { ...own, ...wanted, ...agent?.variables },
    secrets: [...Object.values(own), ...Object.values(wanted), ...(agent ? [agent.token] : [])],
    lacks,
    personId: me.userId ?? me.id,
    end: once(async () => agent?.revoke()),
  };
}

/** Like {@link openRun}, for a program that already has an agent token. @throws RunRefused, VaultError */
export async function openAgentRun(
  agent: AgentToken,
  { wanted = [] }: Pick<RunWish, 'wanted'>,
  personId: string,
): Promise<OpenRun> {
  const resolved = await readWanted({ wanted }, agent);
  return {
    variables: { ...resolved, ...agent.variables },
    secrets: [...Object.values(resolved), agent.token],
    lacks: [],
    personId,
    end: once(() => agent.revoke()),
  };
}

/** The first keys of a vault belong to no user, and have no variables. */
function mayReadOwn({ rights, userId }: Identity): boolean {
  return userId !== undefined && rights.includes('environment:own');
}

async function readOwnVariables(vault: RunVault): Promise<Readonly<Record<string, string>>> {
  const { id, token } = await vault.startSandbox({ minutes: 1 });
  try {
    return await vault.readSandbox(token);
  } finally {
    await vault.endSandbox(id);
  }
}

/** The vault may be hostile, and Node would quote a value with a null byte in its error. */
function requireUsable(variables: Readonly<Record<string, string>>): void {
  for (const [variable, value] of Object.entries(variables)) {
    if (!isVariableName(variable)) throw new RunRefused('invalidVariable', { variable });
    if (value.includes('\0')) throw new RunRefused('unusableVariable', { variable });
    if (steersPrograms(variable)) throw new RunRefused('steeringVariable', { variable });
  }
}

/** Uses the token of the agent, which is revoked if the run is refused. */
async function readWanted(
  { wanted = [] }: Pick<RunWish, 'wanted'>,
  agent: AgentToken | undefined,
): Promise<Readonly<Record<string, string>>> {
  if (wanted.length === 0) return {};
  if (!agent) throw new RunRefused('needsAgent');
  try {
    const resolved = await resolveReferences(wanted, agent.read);
    requireUsable(resolved);
    return resolved;
  } catch (error) {
    // The reason for the refusal matters more than a failure to revoke the token, which expires.
    await agent.revoke().catch(() => undefined);
    throw error;
  }
}

/** A token of an agent, and how to revoke it. */
export interface AgentToken {
  readonly token: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly read: (secret: string) => Promise<SecretReading['value']>;
  readonly revoke: () => Promise<void>;
}

async function issueAgentToken(
  vault: RunVault,
  me: Identity,
  { agentId, tokenEnds }: RunWish,
): Promise<AgentToken | undefined> {
  if (agentId === undefined) return undefined;
  const name = `run by ${me.name}`.slice(0, 128);
  const wanted = { name, role: 'agent', agentId, expiresAt: tokenEnds } as const;
  const { id, token } = await vault.issueToken(me.accountId, wanted);
  return {
    token,
    variables: agentEnvironment(vault.url, { agentId, token }),
    read: (secret) => vault.readValue(token, agentId, secret),
    revoke: () => vault.revokeToken(me.accountId, id),
  };
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => (done ??= work());
}
