import { limits } from '../../../contracts/secret.ts';
import type { UpkeepChange } from '../../../contracts/upkeep.ts';
import { visible } from '../../../contracts/visible-text.ts';
import { CliError } from '../../host/cli-error.ts';
import type { AddCommand } from '../common/command.ts';
import { connectedCommand, type ConnectedOptions } from '../common/connected-command.ts';
import { addRevisionOption, type RevisionOption } from '../common/options.ts';
import { requireNoCredential } from '../common/require-no-credential.ts';
import { secretFacts } from './secret-facts.ts';

interface UpkeepOptions extends ConnectedOptions, RevisionOption {
  /** `none` removes the recorded value of an option. */
  readonly owner?: string;
  readonly labels?: readonly string[];
  readonly expiresOn?: string;
  readonly rotateEvery?: string;
}

/** `agent-secrets secrets upkeep …` */
export const addUpkeep: AddCommand = (group, host, done) => {
  const command = group
    .command('upkeep')
    .description('record who owns a secret, when it expires and how often to rotate it')
    .argument('<secret>', 'its name')
    .option('--owner <owner>', 'the person or team to ask about it; `none` removes it')
    .option('--labels <labels...>', 'all its labels; `none` removes them')
    .option('--expires-on <date>', 'the first day on which the value no longer works; `none` removes it')
    .option('--rotate-every <days>', 'days between rotations of the value; `none` removes it');
  addRevisionOption(command);
  connectedCommand<UpkeepOptions>(command, host, done, async ({ vault, accountId }, [name = ''], options) => {
    const change = changeOf(options);
    if (Object.keys(change).length === 0)
      throw new CliError('Use --owner, --labels, --expires-on or --rotate-every.');
    requireNoCredential(change.owner ?? undefined, 'The owner');
    for (const label of change.labels ?? []) requireNoCredential(label, 'A label');
    const secret = await vault.changeSecret(accountId, name, change, options.revision ?? 'any');
    return { json: secret, text: `Updated "${visible(name)}".\n\n${secretFacts(secret, host.now())}` };
  });
};

function changeOf({ owner, labels, expiresOn, rotateEvery }: UpkeepOptions): UpkeepChange {
  return {
    ...(owner !== undefined && { owner: isNone(owner) ? null : owner }),
    ...(labels !== undefined && { labels: labels.length === 1 && labels.every(isNone) ? null : [...labels] }),
    ...(expiresOn !== undefined && { expiresOn: isNone(expiresOn) ? null : expiresOn }),
    ...(rotateEvery !== undefined && { rotateEveryDays: isNone(rotateEvery) ? null : daysIn(rotateEvery) }),
  };
}

function isNone(text: string): boolean {
  return text === 'none';
}

function daysIn(text: string): number {
  const days = Number(text);
  if (/^\d{1,4}$/.test(text) && days >= 1 && days <= limits.rotationDays) return days;
  throw new CliError(`--rotate-every must be a number of days from 1 to ${String(limits.rotationDays)}.`);
}
