import type { Identity } from '../contracts/vault-api/identity.ts';
import type { SecretReading } from '../contracts/vault-api/secrets.ts';
import { isVariableName, steersPrograms } from '../contracts/variable-name.ts';
import type { VaultClient } from '../vault-client/index.ts';
import { resolveReferences, type WantedVariable } from './secret-references.ts';
import { RunRefused } from './run-refused.ts';
import { agentEnvironment } from './variables.ts';

/** The vault calls that a run makes with a user's key. */
export interface RunVault extends Pick<
  VaultClient,
  'me' | 'issueToken' | 'revokeToken' | 'startSandbox' | 'endSandbox'
> {
  readonly url: string;
  /** Reads the variables with a sandbox session's token, not with the key. */
  readonly readSandbox: (token: string) => Promise<Readonly<Record<string, string>>>;
  /** Reads a secret with an agent's token, not with the key. */
  readonly readValue: (token: string, agentId: string, secret: string) => Promise<SecretReading['value']>;
}

export interface RunWish {
  /** The agent whose secrets the program may read, if any. */
  readonly agentId?: string | undefined;
  /** Whether the run is useless without that agent's token. */
  readonly needsAgent: boolean;
  /** False for a program that only reads as the agent and doesn't get the user's environment secrets. */
  readonly wantsEnvironment?: boolean;
  /** The latest time at which the agent's token may expire, in ISO 8601. */
  readonly tokenEnds: string;
  /** Variables that hold the agent's secrets. If one cannot be read, the program does not start. */
  readonly wanted?: readonly WantedVariable[];
}

/** What the program doesn't get because the key does not allow it. */
export type Lack = 'agent' | 'environment';

/**
 * The variables and the token for a program. They contain values, so they must only go into that program's
 * environment.
 */
export interface OpenRun {
  readonly variables: Readonly<Record<string, string>>;
  /** The variables' values that are secret. */
  readonly secrets: readonly string[];
  readonly lacks: readonly Lack[];
  /** Identifies the user who runs the program, or the key if it belongs to no user. */
  readonly personId: string;
  /**
   * Revokes the token that was issued for the run. Can be called twice. Rejects if the vault is unreachable.
   */
  end(): Promise<void>;
}

/**
 * Obtains what a program needs. The sandbox session has ended when this returns, so that it does not outlive
 * a killed run. The agent's token lasts until `end`. @throws RunRefused, VaultError
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

/** A vault's first keys belong to no user, so they have no environment secrets. */
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

/**
 * Checks the names and values, because the vault may be hostile, and because Node's error would quote a value
 * that contains a null byte.
 */
function requireUsable(variables: Readonly<Record<string, string>>): void {
  for (const [variable, value] of Object.entries(variables)) {
    if (!isVariableName(variable)) throw new RunRefused('invalidVariable', { variable });
    if (value.includes('\0')) throw new RunRefused('unusableVariable', { variable });
    if (steersPrograms(variable)) throw new RunRefused('steeringVariable', { variable });
  }
}

/** Reads with the agent's token, and revokes it if the run is refused. */
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
    // The reason for the refusal matters more than a failure to revoke a token that expires anyway.
    await agent.revoke().catch(() => undefined);
    throw error;
  }
}

/** An agent's token, and how to revoke it. */
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
