/** With these a program finds the vault at run time, and says for which agent it reads. */
export const agentVariables = {
  vaultUrl: 'AGENT_SECRETS_VAULT_URL',
  agentId: 'AGENT_SECRETS_AGENT',
  token: 'AGENT_SECRETS_AGENT_TOKEN',
} as const;

/** Of ours alone: no program that is run gets to know the key of a person or where a run is handed over. */
export const handoverVariable = 'AGENT_SECRETS_HANDOVER';
const ours = ['AGENT_SECRETS_KEY', handoverVariable, 'ELECTRON_RUN_AS_NODE'] as const;

type Environment = Readonly<Record<string, string | undefined>>;

/** The environment of a program: what is given wins over what was there, and our own keys stay out. */
export function environmentOfProgram(base: Environment, given: Environment): Record<string, string> {
  const all = Object.entries({ ...base, ...given });
  const kept = all.filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(kept.filter(([name]) => !isOurs(name)));
}

function isOurs(name: string): boolean {
  return ours.some((one) => one === name);
}
