import type { AddCommand } from '../common/add-command.ts';
import { commandGroup } from '../common/command-group.ts';
import { addAuditList } from './list.ts';
import { addAuditVerify } from './verify.ts';

/** `agent-secrets audit …` */
export const addAudit: AddCommand = (program, host, done) => {
  const group = commandGroup(program, 'audit', 'what the vault decided');
  for (const add of [addAuditList, addAuditVerify]) add(group, host, done);
};
