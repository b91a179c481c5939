import { Option } from 'commander';
import { nameProblem, type SecretKind } from '../../../contracts/secret.ts';
import { CliError } from '../../cli-error.ts';
import { counted } from '../../output/table.ts';
import { visible } from '../../output/visible-text.ts';
import { readValue } from '../../prompt/secret-value.ts';
import type { AddCommand } from '../common/add-command.ts';
import { connectedCommand, type ConnectedOptions } from '../common/connected-command.ts';
import { addValueOptions, sourceOf, type ValueOptions } from '../common/value-options.ts';

interface CreateOptions extends ConnectedOptions, ValueOptions {
  readonly kind?: SecretKind;
  readonly field?: readonly string[];
  readonly description?: string;
  readonly agent?: readonly string[];
}

export const addSecretsCreate: AddCommand = (group, host, done) => {
  const command = group
    .command('create')
    .description('create a secret with a value from a pipe, a file or a hidden prompt')
    .argument('<name>', 'its name, which cannot be changed later')
    .addOption(new Option('--kind <kind>', 'a single value or named fields').choices(['single', 'key_value']))
    .option(
      '--field <names...>',
      'prompt for these fields of a key/value secret; default: read a JSON object',
    )
    .option('--description <text>', 'what it is for')
    .option('--agent <agents...>', 'agents that can read it');
  addValueOptions(command);
  connectedCommand<CreateOptions>(command, host, done, async ({ vault, accountId }, [name = ''], options) => {
    const { field: fields = [], description, agent } = options;
    const kind = options.kind ?? (fields.length > 0 ? 'key_value' : 'single');
    const source = sourceOf(options);
    if (nameProblem(name) !== undefined) throw new CliError(badName);
    const value = await readValue({ ...source, kind, fields }, host);
    const secret = await vault.createSecret(accountId, {
      name,
      kind,
      value,
      ...(description !== undefined && { description }),
      ...(agent !== undefined && { agentIds: [...agent] }),
    });
    const readers = secret.agentIds.length;
    const read = readers === 0 ? 'no agent can read it yet' : `${counted(readers, 'agent')} can read it`;
    const text = `Created the secret "${visible(secret.name)}"; ${read}.`;
    return { json: secret, text };
  });
};

const badName = 'A name must have 1 to 128 printable characters, without leading or trailing spaces.';
