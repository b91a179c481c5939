import { spawnSync } from 'node:child_process';

/** How a program is started at a terminal of its own, whose output can be read. */
export interface AtTerminal {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** The program writes its process id to this descriptor; what is started is not the program. */
  readonly idDescriptor: 3;
}

interface Started {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/**
 * With `script` of util-linux, which hands keys, the window's size and the exit code on; `undefined`
 * where it is not installed. It runs a line of shell, in which the arguments of the program are quoted.
 */
export function atTerminal({ command, args, env }: Started): AtTerminal | undefined {
  const { error, stdout } = spawnSync('script', ['--version'], { env, encoding: 'utf8' });
  if (error || !stdout.includes('util-linux')) return undefined;
  const { SHELL: shell = '' } = env;
  const line = [
    `set -- ${[shell, command, ...args].map(quoted).join(' ')}`,
    'echo $$ >&3',
    'exec 3>&-',
    // The program sees the shell of the person, not the one that runs this line.
    'if [ -n "$1" ]; then SHELL=$1; else unset SHELL; fi',
    'shift',
    'exec "$@"',
  ].join('; ');
  return {
    command: 'script',
    args: ['--quiet', '--return', '--flush', '--command', line, '/dev/null'],
    env: { ...env, SHELL: '/bin/sh' },
    idDescriptor: 3,
  };
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
