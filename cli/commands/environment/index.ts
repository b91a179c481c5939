import type { AddCommand } from '../add-command.ts';
import { commandGroup } from '../command-group.ts';
import { addEnvironmentList } from './list.ts';
import { addEnvironmentRemove } from './remove.ts';
import { addEnvironmentSet } from './set.ts';

/** `agent-secrets environment …` */
export const addEnvironment: AddCommand = (program, around, done) => {
  const group = commandGroup(
    program,
    'environment',
    'your own environment secrets, which your sandboxes get',
  );
  for (const add of [addEnvironmentList, addEnvironmentSet, addEnvironmentRemove]) add(group, around, done);
};
