import type { AddCommand } from '../common/add-command.ts';
import { commandGroup } from '../common/command-group.ts';
import { addEnvironmentList } from './list.ts';
import { addEnvironmentRemove } from './remove.ts';
import { addEnvironmentSet } from './set.ts';

/** `agent-secrets environment …` */
export const addEnvironment: AddCommand = (program, host, done) => {
  const group = commandGroup(
    program,
    'environment',
    'your own environment secrets, which your sandboxes get',
  );
  for (const add of [addEnvironmentList, addEnvironmentSet, addEnvironmentRemove]) add(group, host, done);
};
