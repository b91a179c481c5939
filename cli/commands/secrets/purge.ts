import { visible } from '../../output/visible-text.ts';
import { confirm } from '../../prompt/confirm.ts';
import type { AddCommand } from '../common/add-command.ts';
import { connectedCommand } from '../common/connected-command.ts';
import { yesOption, type YesOption } from '../common/options.ts';

export const addSecretsPurge: AddCommand = (group, host, done) => {
  const command = group
    .command('purge')
    .description('permanently delete a deleted secret and all its versions now')
    .argument('<secret>', 'its name')
    .option(...yesOption);
  connectedCommand<YesOption>(command, host, done, async ({ vault, accountId }, [name = ''], { yes }) => {
    // If it was not found, the vault rejects the request.
    const found = await vault.secrets(accountId, { prefix: name, includeDeleted: true });
    const etag = found.find((secret) => secret.name === name)?.etag ?? 'any';
    await confirm(host, `Permanently destroy "${visible(name)}" with all its versions?`, yes);
    await vault.purgeSecret(accountId, name, etag);
    return { json: { name }, text: `Destroyed "${visible(name)}". Its name can be used again.` };
  });
};
