/** What can be decided without the editor about debugging with secrets. */
export type Configuration = Readonly<Record<string, unknown>>;

/** `true` in a launch.json, which anybody may have written; Debug With Secrets sets a word of its own. */
export const wantsSecretsKey = 'agentSecrets';
/** Set by Debug above a function: the file of the function, whose agent it runs as. The program is ours. */
export const functionFileKey = 'agentSecretsFunction';
/** Set by us in the resolved configuration: which run ends with the session. */
export const runKey = 'agentSecretsRun';

/** Debuggers that take the environment of a program as `env`. */
const types: ReadonlySet<unknown> = new Set(['debugpy', 'python', 'node', 'pwa-node']);
const nodeTypes: ReadonlySet<unknown> = new Set(['node', 'pwa-node']);

/** Who wants secrets for the program: the person, who has just said so (`asked`), or a file. */
export function wantsSecrets(configuration: Configuration, asked: string): 'person' | 'file' | undefined {
  const wish = configuration[wantsSecretsKey];
  if (wish === asked) return 'person';
  return wish === true ? 'file' : undefined;
}

/** Whether one of our commands debugs a function: it is given the token of its agent alone. */
export function isFunctionOfOurs(configuration: Configuration, asked: string): boolean {
  return (
    wantsSecrets(configuration, asked) === 'person' && typeof configuration[functionFileKey] === 'string'
  );
}

/** Under this a workspace remembers a yes: to a configuration of this name, for this agent. */
export function consentOf({ name }: Configuration, agentId = ''): string {
  return JSON.stringify([wantsSecretsKey, name, agentId]);
}

/** Why a program of this configuration cannot be given anything; `undefined` when it can. */
export function unfitBecause({ type, request }: Configuration): 'type' | 'attach' | undefined {
  if (!types.has(type)) return 'type';
  return request === 'launch' ? undefined : 'attach';
}

/**
 * The configuration with the variables in its environment, for the debugger alone. A debugger of Node
 * would type the environment into a terminal, where its history keeps it; and what debuggers log for
 * their makers has the environment in it. So both are off.
 */
export function withSecrets(
  configuration: Configuration,
  variables: Readonly<Record<string, string>>,
  run: number,
): Configuration {
  const isNode = nodeTypes.has(configuration['type']);
  return {
    ...configuration,
    // Sessions that a debugger starts within this one are part of it, and ask for nothing again.
    [wantsSecretsKey]: false,
    env: { ...environmentIn(configuration), ...variables },
    ...(isNode ? { console: 'internalConsole', trace: false } : { logToFile: false }),
    [runKey]: run,
  };
}

/** Whether the program reads and writes somewhere else than the person has asked for. */
export function movesConsole({ type, console }: Configuration): boolean {
  return nodeTypes.has(type) && console !== undefined && console !== 'internalConsole';
}

export function runOf(configuration: Configuration): number | undefined {
  const run = configuration[runKey];
  return typeof run === 'number' ? run : undefined;
}

/** Those of a launch.json that can be started with secrets. */
export function fitConfigurations(configurations: unknown): readonly (Configuration & { name: string })[] {
  if (!Array.isArray(configurations)) return [];
  return configurations.filter(isNamed).filter((one) => unfitBecause(one) === undefined);
}

function isNamed(value: unknown): value is Configuration & { name: string } {
  return isConfiguration(value) && typeof value['name'] === 'string';
}

function isConfiguration(value: unknown): value is Configuration {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function environmentIn({ env }: Configuration): Configuration {
  return isConfiguration(env) ? env : {};
}
