import type { AddCommand } from '../common/add-command.ts';
import { commandGroup } from '../common/command-group.ts';
import { addTokensIssue } from './issue.ts';
import { addTokensList } from './list.ts';
import { addTokensRevoke } from './revoke.ts';

/** `agent-secrets tokens …` */
export const addTokens: AddCommand = (program, host, done) => {
  const group = commandGroup(program, 'tokens', 'the keys of agents and people');
  for (const add of [addTokensList, addTokensIssue, addTokensRevoke]) add(group, host, done);
};
