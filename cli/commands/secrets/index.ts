import type { AddCommand } from '../common/add-command.ts';
import { commandGroup } from '../common/command-group.ts';
import { addSecretsCreate } from './create.ts';
import { addSecretsDelete } from './delete.ts';
import { addSecretsDeprecate } from './deprecate.ts';
import { addSecretsDescribe } from './describe.ts';
import { addSecretsList } from './list.ts';
import { addSecretsPurge } from './purge.ts';
import { addSecretsRestore } from './restore.ts';
import { addSecretsSet } from './set.ts';
import { addSecretsShow } from './show.ts';
import { addSecretsUndelete } from './undelete.ts';
import { addSecretsVersions } from './versions.ts';

const commands = [
  addSecretsList,
  addSecretsShow,
  addSecretsCreate,
  addSecretsSet,
  addSecretsDescribe,
  addSecretsDeprecate,
  addSecretsDelete,
  addSecretsUndelete,
  addSecretsVersions,
  addSecretsRestore,
  addSecretsPurge,
];

/** `agent-secrets secrets …`: there is no verb that reads a value. */
export const addSecrets: AddCommand = (program, host, done) => {
  const group = commandGroup(program, 'secrets', 'the secrets of the account; no command shows a value');
  for (const add of commands) add(group, host, done);
};
