import type { AddCommand } from '../common/add-command.ts';
import { commandGroup } from '../common/command-group.ts';
import { addUsersAdd } from './add.ts';
import { addUsersChange } from './change.ts';
import { addUsersList } from './list.ts';
import { addUsersRemove } from './remove.ts';

/** `agent-secrets users …` */
export const addUsers: AddCommand = (program, host, done) => {
  const group = commandGroup(program, 'users', 'the people of the account');
  for (const add of [addUsersList, addUsersAdd, addUsersChange, addUsersRemove]) add(group, host, done);
};
