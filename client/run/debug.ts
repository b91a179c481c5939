import { isRecord } from '../../contracts/guards.ts';

/** The parts of debugging with secrets that do not depend on the editor. */
export type Configuration = Readonly<Record<string, unknown>>;

/**
 * `true` in a `launch.json`, which anyone may have written. Debug With Secrets sets it to a random value
 * instead.
 */
export const wantsSecretsKey = 'agentSecrets';
/**
 * Set by Debug above a function: the function's file, which determines the agent. The debugged program is
 * ours.
 */
export const functionFileKey = 'agentSecretsFunction';
/** Set in the resolved configuration: the number of the run that ends with the debug session. */
const runKey = 'agentSecretsRun';

/** Debuggers that accept a program's environment as `env`. */
const types: ReadonlySet<unknown> = new Set(['debugpy', 'python', 'node', 'pwa-node']);
const nodeTypes: ReadonlySet<unknown> = new Set(['node', 'pwa-node']);

/**
 * Who requested secrets for the program: `person` if the configuration contains the random value `asked`, or
 * `file` if the request was stored in a file.
 */
export function wantsSecrets(configuration: Configuration, asked: string): 'person' | 'file' | undefined {
  const wish = configuration[wantsSecretsKey];
  if (wish === asked) return 'person';
  return wish === true ? 'file' : undefined;
}

/** Whether one of our commands is debugging a function, which gets only its agent's token. */
export function isFunctionOfOurs(configuration: Configuration, asked: string): boolean {
  return (
    wantsSecrets(configuration, asked) === 'person' && typeof configuration[functionFileKey] === 'string'
  );
}

/** The workspace state key for the user's consent to a configuration with this name, for this agent. */
export function consentOf({ name }: Configuration, agentId = ''): string {
  return JSON.stringify([wantsSecretsKey, name, agentId]);
}

/** Why the configuration's program cannot be given secrets; `undefined` if it can. */
export function unfitBecause({ type, request }: Configuration): 'type' | 'attach' | undefined {
  if (!types.has(type)) return 'type';
  return request === 'launch' ? undefined : 'attach';
}

/**
 * The configuration with the variables in its environment, for the debugger only. A Node debugger would type
 * the environment into a terminal, where the shell history stores it. Debuggers also include the environment
 * in their diagnostic logs. Both features are therefore turned off.
 */
export function withSecrets(
  configuration: Configuration,
  variables: Readonly<Record<string, string>>,
  run: number,
): Configuration {
  const isNode = nodeTypes.has(configuration['type']);
  return {
    ...configuration,
    // Child sessions that a debugger starts are part of this session and do not prompt again.
    [wantsSecretsKey]: false,
    env: { ...environmentIn(configuration), ...variables },
    ...(isNode ? { console: 'internalConsole', trace: false } : { logToFile: false }),
    [runKey]: run,
  };
}

/** Whether the program's input and output would be in a different console than the user requested. */
export function movesConsole({ type, console }: Configuration): boolean {
  return nodeTypes.has(type) && console !== undefined && console !== 'internalConsole';
}

export function runOf(configuration: Configuration): number | undefined {
  const run = configuration[runKey];
  return typeof run === 'number' ? run : undefined;
}

/** The launch configurations that can be started with secrets. */
export function fitConfigurations(configurations: unknown): readonly (Configuration & { name: string })[] {
  if (!Array.isArray(configurations)) return [];
  return configurations.filter(isNamed).filter((one) => unfitBecause(one) === undefined);
}

function isNamed(value: unknown): value is Configuration & { name: string } {
  return isRecord(value) && typeof value['name'] === 'string';
}

function environmentIn({ env }: Configuration): Configuration {
  return isRecord(env) ? env : {};
}
