import { requireNoCredential } from './common/require-no-credential.ts';
import { limits } from '../../contracts/secret.ts';
import type { EnvironmentSecret, EnvironmentSecretChange } from '../../contracts/vault-api/environment.ts';
import { type AddCommand, commandGroup } from './common/command.ts';
import { connectedCommand, type ConnectedOptions, type Connection } from './common/connected-command.ts';
import {
  addValueOptions,
  confirm,
  sourceOf,
  type ValueOptions,
  yesOption,
  type YesOption,
} from './common/options.ts';
import { CliError } from '../host/cli-error.ts';
import { age } from '../output/ages.ts';
import { type Column, table } from '../output/table.ts';
import { visible } from '../../contracts/visible-text.ts';
import { readValue } from '../prompt/secret-value.ts';

/** `agent-secrets environment …` */
export const addEnvironment: AddCommand = (program, host, done) => {
  const group = commandGroup(
    program,
    'environment',
    'your own environment secrets, which your sandboxes get',
  );
  for (const add of [addList, addSet, addRemove]) add(group, host, done);
};

const addList: AddCommand = (group, host, done) => {
  const command = group.command('list').description('list your environment secrets, without values');
  connectedCommand(command, host, done, async ({ vault }) => {
    const secrets = await vault.environment();
    const columns: readonly Column<EnvironmentSecret>[] = [
      { head: 'VARIABLE', cell: ({ name }) => name },
      { head: 'VERSION', cell: ({ version }) => String(version), align: 'right' },
      { head: 'CHANGED', cell: ({ updatedAt }) => age(updatedAt, host.now()) },
      { head: 'DESCRIPTION', cell: ({ description }) => description },
    ];
    return { json: { secrets }, text: table(columns, secrets, host, none) };
  });
};

const none = 'No environment secrets yet. Store one with `agent-secrets environment set NAME`.';

interface SetOptions extends ConnectedOptions, ValueOptions {
  readonly description?: string;
  readonly keepValue?: boolean;
}

const addSet: AddCommand = (group, host, done) => {
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
    requireNoCredential(name, 'The name');
    requireNoCredential(description, 'The description');
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

/** Updates the variable if it exists, or creates it otherwise. */
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

const addRemove: AddCommand = (group, host, done) => {
  const command = group
    .command('remove')
    .description('permanently delete an environment secret')
    .argument('<variable>', 'its name')
    .option(...yesOption);
  connectedCommand<YesOption>(command, host, done, async ({ vault }, [name = ''], { yes }) => {
    await confirm(host, `Permanently delete ${visible(name)}?`, yes);
    await vault.deleteVariable(name);
    return { json: { name }, text: `Removed ${visible(name)}.` };
  });
};
