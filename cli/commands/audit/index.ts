import type { AddCommand } from '../add-command.ts';
import { commandGroup } from '../command-group.ts';
import { addAuditList } from './list.ts';
import { addAuditVerify } from './verify.ts';

/** `agent-secrets audit …` */
export const addAudit: AddCommand = (program, around, done) => {
  const group = commandGroup(program, 'audit', 'what the vault decided');
  for (const add of [addAuditList, addAuditVerify]) add(group, around, done);
};
