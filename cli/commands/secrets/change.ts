import { withoutUndefined } from '../../../contracts/without-undefined.ts';
import { Option } from 'commander';
import { nameProblem, type SecretKind } from '../../../contracts/secret.ts';
import type { AddCommand } from '../common/command.ts';
import { connectedCommand, type ConnectedOptions } from '../common/connected-command.ts';
import {
  addRevisionOption,
  addValueOptions,
  confirm,
  type RevisionOption,
  sourceOf,
  type ValueOptions,
  wholeNumber,
  yesOption,
  type YesOption,
} from '../common/options.ts';
import { stateOf } from './secret-facts.ts';
import { requireNoCredential } from '../common/require-no-credential.ts';
import { CliError } from '../../host/cli-error.ts';
import { counted } from '../../output/table.ts';
import { visible } from '../../../contracts/visible-text.ts';
import { readValue } from '../../prompt/secret-value.ts';

interface CreateOptions extends ConnectedOptions, ValueOptions {
  readonly kind?: SecretKind;
  readonly field?: readonly string[];
  readonly description?: string;
  readonly agent?: readonly string[];
}

export const addCreate: AddCommand = (group, host, done) => {
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
    requireNoCredential(name, 'The name');
    requireNoCredential(description, 'The description');
    for (const field of fields) requireNoCredential(field, 'A field name');
    const value = await readValue({ ...source, kind, fields }, host);
    const agentIds = agent && [...agent];
    const given = withoutUndefined({ name, kind, value, description, agentIds });
    const secret = await vault.createSecret(accountId, given);
    const readers = secret.agentIds.length;
    const read = readers === 0 ? 'no agent can read it yet' : `${counted(readers, 'agent')} can read it`;
    const text = `Created the secret "${visible(secret.name)}"; ${read}.`;
    return { json: secret, text };
  });
};

const badName = 'A name must have 1 to 128 printable characters, without leading or trailing spaces.';

interface SetOptions extends ConnectedOptions, ValueOptions, RevisionOption {
  readonly field?: readonly string[];
}

export const addSet: AddCommand = (group, host, done) => {
  const command = group
    .command('set')
    .description('set a new value, which the next read returns; the previous value stays as a version')
    .argument('<secret>', 'its name')
    .option(
      '--field <names...>',
      'all fields of a key/value secret; default: prompt for its existing fields',
    );
  addRevisionOption(addValueOptions(command));
  connectedCommand<SetOptions>(command, host, done, async ({ vault, accountId }, [name = ''], options) => {
    const source = sourceOf(options);
    const { kind, fields } = await vault.secret(accountId, name);
    const value = await readValue({ ...source, kind, fields: options.field ?? fields }, host);
    const secret = await vault.changeSecret(accountId, name, { value }, options.revision ?? 'any');
    const text = `"${visible(name)}" has a new value: version ${String(secret.version)}.`;
    return { json: secret, text };
  });
};

export const addDescribe: AddCommand = (group, host, done) => {
  const command = group
    .command('describe')
    .description('change the description of a secret')
    .argument('<secret>', 'its name')
    .argument('<description>', 'at most 1,000 characters; everyone in the account can read it');
  addRevisionOption(command);
  connectedCommand<ConnectedOptions & RevisionOption>(
    command,
    host,
    done,
    async (connection, args, { revision }) => {
      const [name = '', description = ''] = args;
      const { vault, accountId } = connection;
      requireNoCredential(description, 'The description');
      const secret = await vault.changeSecret(accountId, name, { description }, revision ?? 'any');
      return { json: secret, text: `Updated the description of "${visible(name)}".` };
    },
  );
};

interface DeprecateOptions extends ConnectedOptions, RevisionOption {
  readonly replacement?: string;
  readonly undo?: boolean;
}

export const addDeprecate: AddCommand = (group, host, done) => {
  const command = group
    .command('deprecate')
    .description('mark a secret as deprecated; it can still be read')
    .argument('<secret>', 'its name')
    .option('--replacement <secret>', 'the secret to use instead')
    .option('--undo', 'mark it as not deprecated');
  addRevisionOption(command);
  connectedCommand<DeprecateOptions>(
    command,
    host,
    done,
    async ({ vault, accountId }, [name = ''], options) => {
      const { replacement, undo, revision } = options;
      if (undo === true && replacement !== undefined)
        throw new CliError('Use --replacement or --undo, not both.');
      const deprecated = undo === true ? null : withoutUndefined({ replacement });
      const secret = await vault.changeSecret(accountId, name, { deprecated }, revision ?? 'any');
      const state = stateOf(secret, host.now()) ?? 'no longer deprecated';
      return { json: secret, text: `"${visible(name)}" is ${visible(state)}.` };
    },
  );
};

export const addDelete: AddCommand = (group, host, done) => {
  const command = group
    .command('delete')
    .description('delete a secret, so that it can no longer be read; it can be undeleted for a week')
    .argument('<secret>', 'its name')
    .option(...yesOption);
  connectedCommand<YesOption>(command, host, done, async ({ vault, accountId }, [name = ''], { yes }) => {
    const { agentIds, etag } = await vault.secret(accountId, name);
    const readers = counted(agentIds.length, 'agent');
    await confirm(host, `Delete "${visible(name)}", which ${readers} can read?`, yes);
    const secret = await vault.deleteSecret(accountId, name, etag);
    const until = secret.purgeAfter ?? '';
    const text = `Deleted "${visible(name)}". You can restore it until ${until} with \`agent-secrets secrets undelete\`.`;
    return { json: secret, text };
  });
};

export const addUndelete: AddCommand = (group, host, done) => {
  const command = group
    .command('undelete')
    .description('restore a deleted secret with its versions and its access list')
    .argument('<secret>', 'its name');
  connectedCommand(command, host, done, async ({ vault, accountId }, [name = '']) => {
    const secret = await vault.undeleteSecret(accountId, name, 'any');
    const readers = counted(secret.agentIds.length, 'agent');
    return { json: secret, text: `Restored "${visible(name)}"; ${readers} can read it.` };
  });
};

export const addPurge: AddCommand = (group, host, done) => {
  const command = group
    .command('purge')
    .description('permanently delete a deleted secret and all its versions now')
    .argument('<secret>', 'its name')
    .option(...yesOption);
  connectedCommand<YesOption>(command, host, done, async ({ vault, accountId }, [name = ''], { yes }) => {
    // If the secret is not found, the vault rejects the request.
    const found = await vault.secrets(accountId, { prefix: name, includeDeleted: true });
    const etag = found.find((secret) => secret.name === name)?.etag ?? 'any';
    await confirm(host, `Permanently destroy "${visible(name)}" with all its versions?`, yes);
    await vault.purgeSecret(accountId, name, etag);
    return { json: { name }, text: `Destroyed "${visible(name)}". Its name can be used again.` };
  });
};

export const addRestore: AddCommand = (group, host, done) => {
  const command = group
    .command('restore')
    .description('make another version of a secret the current one')
    .argument('<secret>', 'its name')
    .argument('<version>', 'as `secrets versions` shows it', wholeNumber);
  addRevisionOption(command);
  connectedCommand<ConnectedOptions & RevisionOption>(
    command,
    host,
    done,
    async ({ vault, accountId }, [name = '', version = ''], { revision = 'any' }) => {
      const secret = await vault.restoreVersion(accountId, name, Number(version), revision);
      const text = `Agents now read version ${String(secret.version)} of "${visible(name)}".`;
      return { json: secret, text };
    },
  );
};
