/** Variables that tell a program where the vault is and which agent it reads secrets for. */
export const agentVariables = {
  vaultUrl: 'AGENT_SECRETS_VAULT_URL',
  agentId: 'AGENT_SECRETS_AGENT',
  token: 'AGENT_SECRETS_AGENT_TOKEN',
} as const;

/** Returns the values of these variables for a program that reads with an agent's token. */
export function agentEnvironment(
  vaultUrl: string,
  { agentId, token }: { readonly agentId: string; readonly token: string },
): Record<string, string> {
  const { vaultUrl: url, agentId: agent, token: key } = agentVariables;
  return { [url]: vaultUrl, [agent]: agentId, [key]: token };
}

/** Internal. A program never receives a user's key or the address at which a run is handed over. */
export const handoverVariable = 'AGENT_SECRETS_HANDOVER';
const ours = ['AGENT_SECRETS_KEY', handoverVariable, 'ELECTRON_RUN_AS_NODE'] as const;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Returns a program's environment: the given variables override existing ones, and internal variables are
 * removed.
 */
export function environmentOfProgram(base: Environment, given: Environment): Record<string, string> {
  const all = Object.entries({ ...base, ...given });
  const kept = all.filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(kept.filter(([name]) => !isOurs(name)));
}

function isOurs(name: string): boolean {
  return ours.some((one) => one === name);
}
