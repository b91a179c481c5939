import type { AddCommand } from '../common/add-command.ts';
import { commandGroup } from '../common/command-group.ts';
import { addAccessGrant, addAccessRevoke } from './change.ts';
import { addAccessList } from './list.ts';

/** `agent-secrets access …` */
export const addAccess: AddCommand = (program, host, done) => {
  const group = commandGroup(program, 'access', 'which agents can read which secrets');
  for (const add of [addAccessList, addAccessGrant, addAccessRevoke]) add(group, host, done);
};
