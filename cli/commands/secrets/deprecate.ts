import { CliError } from '../../cli-error.ts';
import { visible } from '../../output/visible-text.ts';
import type { AddCommand } from '../common/add-command.ts';
import { connectedCommand, type ConnectedOptions } from '../common/connected-command.ts';
import { addRevisionOption, type RevisionOption } from './revision-option.ts';
import { stateOf } from './secret-facts.ts';

interface DeprecateOptions extends ConnectedOptions, RevisionOption {
  readonly replacement?: string;
  readonly undo?: boolean;
}

export const addSecretsDeprecate: AddCommand = (group, host, done) => {
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
      const deprecated = undo === true ? null : { ...(replacement !== undefined && { replacement }) };
      const secret = await vault.changeSecret(accountId, name, { deprecated }, revision ?? 'any');
      const state = stateOf(secret, host.now()) ?? 'no longer deprecated';
      return { json: secret, text: `"${visible(name)}" is ${visible(state)}.` };
    },
  );
};
