import { spawnSync } from 'node:child_process';

/** How to start a program in its own pseudo-terminal so that its output can be read. */
export interface AtTerminal {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /**
   * The program writes its process id to this descriptor, because the process started here is not the
   * program.
   */
  readonly idDescriptor: 3;
}

interface Started {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Uses `script` from util-linux, which forwards keys, the window size and the exit code; `undefined` if it is
 * not installed. `script` runs a shell command line, so the program's arguments are quoted.
 */
export function atTerminal({ command, args, env }: Started): AtTerminal | undefined {
  const { error, stdout } = spawnSync('script', ['--version'], { env, encoding: 'utf8' });
  if (error || !stdout.includes('util-linux')) return undefined;
  const { SHELL: shell = '' } = env;
  const line = [
    `set -- ${[shell, command, ...args].map(quoted).join(' ')}`,
    'echo $$ >&3',
    'exec 3>&-',
    // The program must see the user's shell instead of the one that runs this command line.
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
