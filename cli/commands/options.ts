import { type Command, Option } from 'commander';
import { CliError } from '../cli-error.ts';

export interface FormatOption<Format> {
  readonly format: Format;
}

export function formatOption(formats: readonly string[]): Option {
  return new Option('--format <format>', 'how to print the result').choices(formats).default('text');
}

export interface VaultOption {
  readonly vault?: string;
  readonly keyFile?: string;
}

/** The key itself is no option on purpose: arguments are visible to every process of the machine. */
export function addVaultOptions(command: Command): Command {
  return command
    .option('--vault <url>', 'ask this vault; the default is AGENT_SECRETS_VAULT_URL')
    .option('--key-file <file>', 'file that holds the key of the vault; the default is AGENT_SECRETS_KEY');
}

export const pathsArgument = [
  '[paths...]',
  'files and folders; the default is the working directory',
] as const;

export interface YesOption extends VaultOption {
  readonly json?: boolean;
  readonly yes?: boolean;
}

export const yesOption = ['--yes', 'do it without asking'] as const;

/** A role of people; processes have tokens of the role `agent`. */
export function personRoleOption(description: string): Option {
  return new Option('--role <role>', description).choices(['admin', 'author', 'reviewer']);
}

/** Times that a person gives: `30d`, `12h`, or ISO 8601. @throws CliError */
export function timeFrom(text: string, now: string, direction: 'ahead' | 'back'): string {
  const [, count, unit] = /^(\d{1,5})([hdw])$/.exec(text) ?? [];
  const length = Number(count) * hoursOf(unit) * 3_600_000;
  const time =
    count === undefined ? parseDate(text) : Date.parse(now) + (direction === 'ahead' ? length : -length);
  if (!Number.isNaN(time)) return new Date(time).toISOString();
  throw new CliError('A time is 12h, 30d, 4w or a date such as 2027-01-31 or 2027-01-31T18:00Z.');
}

/** `Date.parse` alone takes `48` for a year and the 31st of February for a day of March. */
function parseDate(text: string): number {
  const [, day = ''] = isoTime.exec(text) ?? [];
  const start = Date.parse(day);
  const exists = !Number.isNaN(start) && new Date(start).toISOString().startsWith(day);
  return exists ? Date.parse(text) : Number.NaN;
}

const isoTime = /^(\d{4}-\d{2}-\d{2})(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})?)?$/;

function hoursOf(unit: string | undefined): number {
  if (unit === 'h') return 1;
  return unit === 'd' ? 24 : 168;
}
