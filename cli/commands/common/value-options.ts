import { type Command, Option } from 'commander';
import { CliError } from '../../cli-error.ts';
import type { TextSource } from '../../prompt/secret-text.ts';

export interface ValueOptions {
  readonly valueFile?: string;
  readonly keepNewline?: boolean;
  readonly value?: true | string;
}

/** How commands get a value: from a file, from a pipe, or typed; never from an argument. */
export function addValueOptions(command: Command): Command {
  return command
    .option('--value-file <file>', 'read the value from this file; - is standard input')
    .option('--keep-newline', 'keep a line break at the end of a file or pipe; removed by default')
    .addOption(new Option('--value [text]').hideHelp())
    .hook('preAction', (given) => refuseArgument(given.opts<ValueOptions>()));
}

export function sourceOf({ valueFile, keepNewline }: ValueOptions): TextSource {
  return { file: valueFile, keepNewline };
}

/** Checked first, with an error that does not repeat the value. @throws CliError */
function refuseArgument({ value }: ValueOptions): void {
  if (value === undefined) return;
  throw new CliError(
    'A value cannot be an argument, because other processes and the shell history can see it. ' +
      'Pipe it in, use --value-file FILE, or leave it out to enter it at a hidden prompt. ' +
      'If it was a real value, change it at its issuer.',
  );
}
