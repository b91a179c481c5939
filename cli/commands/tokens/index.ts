import type { AddCommand } from '../add-command.ts';
import { commandGroup } from '../command-group.ts';
import { addTokensIssue } from './issue.ts';
import { addTokensList } from './list.ts';
import { addTokensRevoke } from './revoke.ts';

/** `agent-secrets tokens …` */
export const addTokens: AddCommand = (program, around, done) => {
  const group = commandGroup(program, 'tokens', 'the keys of agents and people');
  for (const add of [addTokensList, addTokensIssue, addTokensRevoke]) add(group, around, done);
};
