import { visible } from '../../output/visible-text.ts';
import { readValue } from '../../prompt/secret-value.ts';
import type { AddCommand } from '../common/add-command.ts';
import { connectedCommand, type ConnectedOptions } from '../common/connected-command.ts';
import { addValueOptions, sourceOf, type ValueOptions } from '../common/value-options.ts';
import { addRevisionOption, type RevisionOption } from './revision-option.ts';

interface SetOptions extends ConnectedOptions, ValueOptions, RevisionOption {
  readonly field?: readonly string[];
}

export const addSecretsSet: AddCommand = (group, host, done) => {
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
