import type { ProgramLine } from './run.ts';
import { isRecord } from '../../contracts/guards.ts';
import type { FunctionParameter, RunnableFunction } from '../../contracts/lsp-messages.ts';

/** The argument that code lenses pass to the commands that run a function. */
export interface FunctionArgument {
  readonly uri: string;
  /** Undefined for a script. */
  readonly name?: string;
}

/** Validates the argument, because any extension can run a command with any argument. */
export function functionIn(argument: unknown): FunctionArgument | undefined {
  if (!isRecord(argument)) return undefined;
  const { uri, name } = argument;
  if (typeof uri !== 'string') return undefined;
  return typeof name === 'string' ? { uri, name } : { uri };
}

/** The function that contains the line, or the file's only function. */
export function functionAt(
  functions: readonly RunnableFunction[],
  line: number,
): RunnableFunction | undefined {
  const around = functions.find(({ definition: { start, end } }) => start.line <= line && line <= end.line);
  return around ?? (functions.length === 1 ? functions[0] : undefined);
}

/** The input for each parameter. Parameters without an entry get their default value. */
export type Arguments = Readonly<Record<string, string>>;

const kinds: Readonly<Record<string, 'integer' | 'number' | 'boolean'>> = {
  int: 'integer',
  float: 'number',
  bool: 'boolean',
  number: 'number',
  boolean: 'boolean',
};

/** The kind of value that is required if the text does not match it; `undefined` if the text is valid. */
export function problemOf(
  { type, default: otherwise }: FunctionParameter,
  text: string,
): 'integer' | 'number' | 'boolean' | undefined {
  if (text === '' && otherwise !== undefined) return undefined;
  const kind = type === undefined || !Object.hasOwn(kinds, type) ? undefined : kinds[type];
  switch (kind) {
    case 'integer':
      return /^[+-]?\d+$/.test(text.trim()) ? undefined : kind;
    case 'number':
      return text.trim() !== '' && Number.isFinite(Number(text)) ? undefined : kind;
    case 'boolean':
      return /^(?:true|false)$/i.test(text.trim()) ? undefined : kind;
    case undefined:
      return undefined;
  }
}

/** The workspace state key for the arguments last passed to a function. */
export function memoryOf(agentId: string, path: string, name: string): string {
  return `agentSecrets.arguments ${JSON.stringify([agentId, path, name])}`;
}

/** The previous arguments that are still valid. They may be from an earlier version of the function. */
export function rememberedArguments(
  parameters: readonly FunctionParameter[],
  remembered: unknown,
): Arguments {
  if (!isRecord(remembered)) return {};
  return Object.fromEntries(
    parameters.flatMap((parameter) => {
      const text = remembered[parameter.name];
      if (parameter.isSecret || typeof text !== 'string') return [];
      return problemOf(parameter, text) === undefined ? [[parameter.name, text]] : [];
    }),
  );
}

/** Excludes anything that may be a credential. */
export function argumentsToRemember(parameters: readonly FunctionParameter[], given: Arguments): Arguments {
  const kept = parameters.filter(({ name, isSecret }) => !isSecret && Object.hasOwn(given, name));
  return Object.fromEntries(kept.map(({ name }) => [name, given[name] ?? '']));
}

/** Whether the function can be called without another prompt. */
export function isComplete(parameters: readonly FunctionParameter[], given: Arguments): boolean {
  return parameters.every(
    ({ name, default: otherwise }) => otherwise !== undefined || Object.hasOwn(given, name),
  );
}

/** Command-line arguments: `name=value`, in the order of the parameters. */
export function argumentWords(parameters: readonly FunctionParameter[], given: Arguments): readonly string[] {
  return parameters.flatMap(({ name }) => {
    const text = given[name];
    return text === undefined ? [] : [`${name}=${text}`];
  });
}

/** `HB-1042`, or dots if it may be a credential. */
export function shownArgument({ isSecret }: FunctionParameter, text: string): string {
  return isSecret ? '•'.repeat(8) : text;
}

export interface Call {
  readonly command: string;
  readonly dist: string;
  readonly file: string;
  readonly languageId: string;
  readonly name: string;
  readonly parameters: readonly FunctionParameter[];
  readonly given: Arguments;
  /** The file with fake values; `undefined` if the function reads values from the vault. */
  readonly fakes: string | undefined;
}

/** `python3 …/call.py call FILE:FUNCTION name=value …`, or `node …/call.js FILE:FUNCTION name=value …` */
export function callLine(call: Call): ProgramLine {
  const { command, dist, file, languageId, name, parameters, given, fakes } = call;
  const program = languageId === 'python' ? [`${dist}/runtime/python/call.py`, 'call'] : [`${dist}/call.js`];
  return {
    command,
    args: [
      ...program,
      `${file}:${name}`,
      ...argumentWords(parameters, given),
      ...(fakes === undefined ? [] : ['--fakes', fakes]),
    ],
  };
}

/**
 * The configuration for the debugger. It uses the debug console, because in a terminal the debugger would
 * type the arguments into the shell history. It steps through the user's code only, not ours.
 */
export function callDebugging({ command, args }: ProgramLine, languageId: string, cwd: string) {
  const [program = '', ...rest] = args;
  const launch = { request: 'launch', program, args: rest, cwd, console: 'internalConsole' } as const;
  return languageId === 'python'
    ? ({
        ...launch,
        type: 'debugpy',
        python: command,
        redirectOutput: true,
        justMyCode: true,
        rules: [{ path: `${program.slice(0, program.lastIndexOf('/'))}/**`, include: false }],
      } as const)
    : ({
        ...launch,
        type: 'node',
        runtimeExecutable: command,
        skipFiles: [program, '<node_internals>/**'],
      } as const);
}
