import type { FunctionParameter } from '../../contracts/lsp-messages.ts';
import { type Arguments, argumentWords } from './function.ts';
import type { ProgramLine } from './run.ts';

/** One call of a function. */
export interface Call {
  /** The interpreter of the language. */
  readonly command: string;
  /** The folder of our programs. */
  readonly dist: string;
  readonly file: string;
  readonly languageId: string;
  readonly name: string;
  readonly parameters: readonly FunctionParameter[];
  readonly given: Arguments;
  /** The file with fake values; `undefined` if the function reads from the vault. */
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
 * What the debugger starts. It uses the editor's own console: in a terminal, the debugger would type the
 * arguments into the shell's history. It steps through the user's code, not ours.
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
