import type { Identity } from '../contracts/vault-api/identity.ts';
import type { VaultClient } from '../vault-client/index.ts';
import { agentVariables } from './variables.ts';

/** What a run asks of the vault, with the key of a person. */
export interface RunVault extends Pick<
  VaultClient,
  'me' | 'issueToken' | 'revokeToken' | 'startSandbox' | 'endSandbox'
> {
  readonly url: string;
  /** Reads the variables with the token of a sandbox session, not with the key. */
  readonly readSandbox: (token: string) => Promise<Readonly<Record<string, string>>>;
}

export interface RunWish {
  /** The agent for which the program may read secrets; none when absent. */
  readonly agentId?: string | undefined;
  /** Whether a run without the token of that agent is of no use. */
  readonly needsAgent: boolean;
  /** ISO 8601: when the agent's token ends at the latest. */
  readonly tokenEnds: string;
}

/** What a run goes without, because the key does not allow it. */
export type Lack = 'agent' | 'environment';

/** What a program is given; it holds values, so it goes into the environment of that program alone. */
export interface OpenRun {
  readonly variables: Readonly<Record<string, string>>;
  readonly lacks: readonly Lack[];
  /** Who runs it: the person, or a key that is nobody's. */
  readonly personId: string;
  /** Revokes what was issued for the run. Ending twice is no error; it rejects when the vault is away. */
  end(): Promise<void>;
}

/** Why nothing can be run; whoever asked has the words. */
export class RunRefused extends Error {
  readonly code: 'needsAgent' | 'nothingToGive' | 'unusableVariable';
  /** Of the variable that no program can be given. */
  readonly variable: string;

  constructor(code: RunRefused['code'], variable = '') {
    super(code);
    this.name = 'RunRefused';
    this.code = code;
    this.variable = variable;
  }
}

/**
 * Takes what a program is to be given. The sandbox session is over when this returns, so that nothing
 * of it outlives even a run that is killed; the token of an agent lasts until `end`.
 * @throws RunRefused, VaultError
 */
export async function openRun(vault: RunVault, wish: RunWish): Promise<OpenRun> {
  const me = await vault.me();
  const wanted = { agent: wish.agentId !== undefined, environment: true };
  const may = { agent: me.rights.includes('tokens:write'), environment: mayReadOwn(me) };
  const lacks = (['agent', 'environment'] as const).filter((what) => wanted[what] && !may[what]);
  if (wish.needsAgent && !(wanted.agent && may.agent)) throw new RunRefused('needsAgent');
  if (!may.environment && !(wanted.agent && may.agent)) throw new RunRefused('nothingToGive');
  const own = may.environment ? await readOwnVariables(vault) : {};
  requireUsable(own);
  const agent = may.agent ? await issueAgentToken(vault, me, wish) : undefined;
  const personId = me.userId ?? me.id;
  const variables = { ...own, ...agent?.variables };
  return { variables, lacks, personId, end: once(async () => agent?.revoke()) };
}

/** The first keys of a vault are nobody's, and have no variables. */
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

/** What starts programs would quote the value in its complaint. */
function requireUsable(variables: Readonly<Record<string, string>>): void {
  const unusable = Object.entries(variables).find(([, value]) => value.includes('\0'));
  if (unusable) throw new RunRefused('unusableVariable', unusable[0]);
}

async function issueAgentToken(vault: RunVault, me: Identity, { agentId, tokenEnds }: RunWish) {
  if (agentId === undefined) return undefined;
  const name = `run by ${me.name}`.slice(0, 128);
  const wanted = { name, role: 'agent', agentId, expiresAt: tokenEnds } as const;
  const { id, token } = await vault.issueToken(me.accountId, wanted);
  return {
    variables: {
      [agentVariables.vaultUrl]: vault.url,
      [agentVariables.agentId]: agentId,
      [agentVariables.token]: token,
    },
    revoke: () => vault.revokeToken(me.accountId, id),
  };
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => (done ??= work());
}
