import { type Command, InvalidArgumentError, Option } from 'commander';
import { nearestNames, type Severity } from '../../../analysis/index.ts';
import { type RuleId, ruleIds } from '../../../contracts/rule-ids.ts';
import { CliError } from '../../host/cli-error.ts';
import type { CatalogOptions } from '../../knowledge/catalogs.ts';
import { formatsOption } from '../../reporters/index.ts';
import { addVaultOptions } from '../common/options.ts';

export type FailOn = Severity | 'never';

export interface CheckOptions extends CatalogOptions {
  readonly format?: readonly string[];
  readonly failOn: FailOn;
  readonly maxWarnings?: number;
  readonly baseline?: string;
  readonly writeBaseline?: true;
  readonly rule?: readonly RuleId[];
  readonly agent?: readonly string[];
  readonly diff?: string;
  readonly staged?: true;
  readonly stdinFilepath?: string;
  readonly watch?: true;
}

/** From lowest to highest. */
export const severities: readonly Severity[] = ['hint', 'information', 'warning', 'error'];

/** Adds the options in groups, as `--help` shows them. */
export function addCheckOptions(command: Command): Command {
  command
    .optionsGroup('What to check:')
    .addOption(ruleOption())
    .addOption(agentOption())
    .option(
      '--diff <base[..head]>',
      'report what a change does to access and findings: the files on disk, or a commit, compared with the merge base',
    )
    .option('--staged', "check the staged files in Git's index, not the working tree")
    .option('--stdin-filepath <file>', 'check standard input as if it were the content of this file')
    .option('--watch', 'check again when a file changes, until you press Ctrl-C')
    .optionsGroup('What to report:')
    .addOption(formatsOption())
    .addOption(failOnOption())
    .option(
      '--max-warnings <count>',
      'exit with 1 only if there are more warnings, or an error',
      warningCount,
    )
    .option('--baseline <file>', 'report only findings that are not in this file')
    .option('--write-baseline', 'write all findings to the file of --baseline instead of reporting them')
    .optionsGroup('Where the names of secrets come from:')
    .option('--catalog <file>', 'use a snapshot from `agent-secrets catalog export` instead of a vault');
  return addVaultOptions(command);
}

/** @throws CliError if the options contradict each other */
export function refuseContradictions(options: CheckOptions, paths: readonly string[]): void {
  for (const [one, other] of contradictions) {
    if (isGiven[one](options) && isGiven[other](options))
      throw new CliError(`Use either ${one} or ${other}, not both.`);
  }
  if (options.writeBaseline === true && options.baseline === undefined)
    throw new CliError('--write-baseline needs --baseline FILE, the file to write.');
  if (options.maxWarnings !== undefined && options.failOn === 'never')
    throw new CliError('Use either --max-warnings or --fail-on never, not both.');
  if (options.stdinFilepath !== undefined && paths.length > 0)
    throw new CliError('Use either --stdin-filepath or paths, not both.');
}

const isGiven = {
  '--diff': ({ diff }) => diff !== undefined,
  '--staged': ({ staged }) => staged === true,
  '--stdin-filepath': ({ stdinFilepath }) => stdinFilepath !== undefined,
  '--watch': ({ watch }) => watch === true,
  '--write-baseline': ({ writeBaseline }) => writeBaseline === true,
} as const satisfies Readonly<Record<string, (options: CheckOptions) => boolean>>;

const contradictions: readonly (readonly [keyof typeof isGiven, keyof typeof isGiven])[] = [
  ['--staged', '--stdin-filepath'],
  ['--staged', '--watch'],
  ['--stdin-filepath', '--watch'],
  ['--diff', '--staged'],
  ['--diff', '--stdin-filepath'],
  ['--diff', '--watch'],
  ['--diff', '--write-baseline'],
  ['--write-baseline', '--watch'],
];

function ruleOption(): Option {
  return new Option('--rule <rule>', 'report only this rule; may be repeated').argParser<
    readonly RuleId[] | undefined
  >((id, earlier = []) => [...earlier, ruleId(id)]);
}

/** @throws InvalidArgumentError */
function ruleId(given: string): RuleId {
  const found = ruleIds.find((id) => id === given);
  if (found !== undefined) return found;
  const [nearest] = nearestNames(given, ruleIds);
  throw new InvalidArgumentError(
    nearest === undefined ? `Use one of ${ruleIds.join(', ')}.` : `Did you mean "${nearest}"?`,
  );
}

function agentOption(): Option {
  return new Option('--agent <agent>', 'check only this agent; may be repeated').argParser<
    readonly string[] | undefined
  >((id, earlier = []) => [...earlier, id]);
}

function failOnOption(): Option {
  return new Option('--fail-on <severity>', 'exit with 1 if a finding has at least this severity')
    .choices([...severities, 'never'])
    .default('warning');
}

/** @throws InvalidArgumentError */
function warningCount(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Use a whole number of at least 0.');
}
