import { type Command, InvalidArgumentError, Option } from 'commander';
import { CliError } from '../../host/cli-error.ts';
import type { CliHost } from '../../host/cli-host.ts';
import type { VaultOption } from '../../knowledge/vault-connection.ts';
import type { TextSource } from '../../prompt/secret-value.ts';

export interface FormatOption<Format> {
  readonly format: Format;
}

export function formatOption(formats: readonly string[]): Option {
  return new Option('--format <format>', 'how to print the result').choices(formats).default('text');
}

/** The key is deliberately not an option, because all processes on the machine can see arguments. */
export function addVaultOptions(command: Command): Command {
  return command
    .option(
      '--vault <url>',
      'use this vault; default: AGENT_SECRETS_VAULT_URL, or the one that you are logged in to',
    )
    .option(
      '--key-file <file>',
      'file with your key for the vault; default: AGENT_SECRETS_KEY, or the key that `login` has stored',
    );
}

export const pathsArgument = ['[paths...]', 'files and folders; default: the working directory'] as const;

export interface YesOption extends VaultOption {
  readonly json?: boolean;
  readonly yes?: boolean;
}

export const yesOption = ['--yes', 'skip the confirmation'] as const;

/** A role for users. Processes use tokens with the role `agent`. */
export function personRoleOption(description: string): Option {
  return new Option('--role <role>', description).choices(['admin', 'author', 'reviewer']);
}

export interface ValueOptions {
  readonly valueFile?: string;
  readonly keepNewline?: boolean;
  readonly value?: true | string;
}

/** Values come from a file, a pipe, or a prompt, but never from an argument. */
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

/** Runs before anything else. The error does not repeat the value. @throws CliError */
function refuseArgument({ value }: ValueOptions): void {
  if (value === undefined) return;
  throw new CliError(
    'A value cannot be an argument, because other processes and the shell history can see it. ' +
      'Pipe it in, use --value-file FILE, or leave it out to enter it at a hidden prompt. ' +
      'If it was a real value, change it at its issuer.',
  );
}

export interface RevisionOption {
  readonly revision?: string;
}

/**
 * If two users change the same secret, the second one gets an error, even if a different secret now has that
 * name.
 */
export function addRevisionOption(command: Command): Command {
  return command.option(
    '--revision <revision>',
    'change it only if this is still its revision (see `secrets show`)',
    revisionText,
  );
}

/** @throws InvalidArgumentError */
export function wholeNumber(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Use a whole number of at least 1.');
}

/** A bare number could also match a different secret that has since taken the name. */
function revisionText(text: string): string {
  if (/^[\w-]{1,100}\.r[1-9]\d{0,14}$/.test(text)) return text;
  throw new InvalidArgumentError('Copy it from `agent-secrets secrets show`, such as sec_1a2b.r3.');
}

/**
 * Asks for confirmation before a destructive action, unless `--yes` is given. `question` ends with a question
 * mark. @throws CliError if the user declines, or there is no terminal to ask on
 */
export async function confirm(
  { input }: Pick<CliHost, 'input'>,
  question: string,
  yes: boolean | undefined,
): Promise<void> {
  if (yes === true) return;
  if (!input.isTerminal)
    throw new CliError(`${question} Add --yes, because there is no terminal to ask for confirmation.`);
  const answer = await input.ask(`${question} [y/N] `, { hidden: false });
  if (!/^y(es)?$/i.test(answer.trim())) throw new CliError('Nothing was changed.');
}
