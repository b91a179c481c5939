import type { AddCommand } from '../common/add-command.ts';
import { commandGroup } from '../common/command-group.ts';
import { addIdentitiesAdd } from './add.ts';
import { addIdentitiesList } from './list.ts';
import { addIdentitiesRemove } from './remove.ts';

/** `agent-secrets identities …` */
export const addIdentities: AddCommand = (program, host, done) => {
  const group = commandGroup(program, 'identities', 'workloads that sign in as agents, without a static key');
  for (const add of [addIdentitiesList, addIdentitiesAdd, addIdentitiesRemove]) add(group, host, done);
};
