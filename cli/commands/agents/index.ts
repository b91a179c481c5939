import type { AddCommand } from '../common/add-command.ts';
import { commandGroup } from '../common/command-group.ts';
import { addAgentsCreate } from './create.ts';
import { addAgentsDelete } from './delete.ts';
import { addAgentsList } from './list.ts';
import { addAgentsRename } from './rename.ts';

/** `agent-secrets agents …` */
export const addAgents: AddCommand = (program, host, done) => {
  const group = commandGroup(program, 'agents', 'the agents of the account');
  const commands = [addAgentsList, addAgentsCreate, addAgentsRename, addAgentsDelete];
  for (const add of commands) add(group, host, done);
};
