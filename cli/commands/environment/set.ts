import { limits } from '../../../contracts/secret.ts';
import type { EnvironmentSecret, EnvironmentSecretChange } from '../../../contracts/vault-api/environment.ts';
import { CliError } from '../../cli-error.ts';
import { visible } from '../../output/visible-text.ts';
import { readValue } from '../../prompt/secret-value.ts';
import type { AddCommand } from '../add-command.ts';
import { type Desk, manage, type ManageOptions } from '../manage.ts';
import { addValueOptions, sourceOf, type ValueOptions } from '../value-options.ts';

interface SetOptions extends ManageOptions, ValueOptions {
  readonly description?: string;
  readonly keepValue?: boolean;
}

export const addEnvironmentSet: AddCommand = (group, around, done) => {
  const command = group
    .command('set')
    .description('store an environment secret, or give one a new value')
    .argument('<name>', 'the variable: uppercase letters, digits and underscores')
    .option('--description <text>', 'what it is for')
    .option('--keep-value', 'change the description alone');
  addValueOptions(command);
  manage<SetOptions>(command, around, done, async (desk, [name = ''], options) => {
    if (!/^[A-Z_][A-Z0-9_]*$/.test(name) || name.length > limits.nameLength) throw new CliError(badName);
    const { description } = options;
    const value = options.keepValue === true ? '' : await textValue(desk, options);
    const change = { value, ...(description !== undefined && { description }) };
    const secret = await store(desk, name, change);
    return { json: secret, text: `Stored ${visible(name)}: version ${String(secret.version)}.` };
  });
};

const badName = 'A variable has uppercase letters, digits and underscores, and no digit first.';

async function textValue({ around }: Desk, options: SetOptions): Promise<string> {
  const value = await readValue({ ...sourceOf(options), kind: 'single', fields: [] }, around);
  return typeof value === 'string' ? value : '';
}

/** Changed when it is there, stored anew else. */
async function store(
  { vault }: Desk,
  name: string,
  change: EnvironmentSecretChange & { readonly value: string },
): Promise<EnvironmentSecret> {
  const known = await vault.environment();
  if (known.some((one) => one.name === name)) return vault.changeVariable(name, change);
  if (change.value === '')
    throw new CliError('There is no such environment secret yet, so it needs a value.');
  return vault.createVariable({ name, ...change });
}
