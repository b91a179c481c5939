import { limits } from '../../../contracts/secret.ts';
import type { EnvironmentSecret, EnvironmentSecretChange } from '../../../contracts/vault-api/environment.ts';
import { CliError } from '../../cli-error.ts';
import { visible } from '../../output/visible-text.ts';
import { readValue } from '../../prompt/secret-value.ts';
import type { AddCommand } from '../common/add-command.ts';
import { type Connection, connectedCommand, type ConnectedOptions } from '../common/connected-command.ts';
import { addValueOptions, sourceOf, type ValueOptions } from '../common/value-options.ts';

interface SetOptions extends ConnectedOptions, ValueOptions {
  readonly description?: string;
  readonly keepValue?: boolean;
}

export const addEnvironmentSet: AddCommand = (group, host, done) => {
  const command = group
    .command('set')
    .description('create an environment secret or set a new value')
    .argument('<name>', 'the variable: uppercase letters, digits and underscores')
    .option('--description <text>', 'what it is for')
    .option('--keep-value', 'change only the description');
  addValueOptions(command);
  connectedCommand<SetOptions>(command, host, done, async (connection, [name = ''], options) => {
    if (!/^[A-Z_][A-Z0-9_]*$/.test(name) || name.length > limits.nameLength) throw new CliError(badName);
    const { description } = options;
    const value = options.keepValue === true ? '' : await textValue(connection, options);
    const change = { value, ...(description !== undefined && { description }) };
    const secret = await store(connection, name, change);
    return { json: secret, text: `Stored ${visible(name)}: version ${String(secret.version)}.` };
  });
};

const badName =
  'The name of a variable can have uppercase letters, digits and underscores, and must not start with a digit.';

async function textValue({ host }: Connection, options: SetOptions): Promise<string> {
  const value = await readValue({ ...sourceOf(options), kind: 'single', fields: [] }, host);
  return typeof value === 'string' ? value : '';
}

/** Updates the variable if it exists, else creates it. */
async function store(
  { vault }: Connection,
  name: string,
  change: EnvironmentSecretChange & { readonly value: string },
): Promise<EnvironmentSecret> {
  const known = await vault.environment();
  if (known.some((one) => one.name === name)) return vault.changeVariable(name, change);
  if (change.value === '')
    throw new CliError('The environment secret does not exist yet, so it needs a value.');
  return vault.createVariable({ name, ...change });
}
