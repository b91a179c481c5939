import type { AddCommand } from '../common/add-command.ts';
import { commandGroup } from '../common/command-group.ts';
import { addRequestsCreate } from './create.ts';
import { addRequestsApprove, addRequestsCancel, addRequestsDecline } from './decide.ts';
import { addRequestsList } from './list.ts';

const commands = [
  addRequestsList,
  addRequestsCreate,
  addRequestsApprove,
  addRequestsDecline,
  addRequestsCancel,
];

/** `agent-secrets requests …` */
export const addRequests: AddCommand = (program, host, done) => {
  const group = commandGroup(program, 'requests', 'who asks that an agent be granted a secret');
  for (const add of commands) add(group, host, done);
};
