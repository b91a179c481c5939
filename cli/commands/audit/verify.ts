import { exitCodes } from '../../cli-error.ts';
import { counted } from '../../output/table.ts';
import { visible } from '../../output/visible-text.ts';
import type { AddCommand } from '../common/add-command.ts';
import { connectedCommand } from '../common/connected-command.ts';

export const addAuditVerify: AddCommand = (group, host, done) => {
  const command = group
    .command('verify')
    .description('verify the whole audit log; exits with 1 if it is not intact');
  connectedCommand(command, host, done, async ({ vault, accountId }) => {
    const verdict = await vault.verifyAudit(accountId);
    const { intact, entries, checkpoints, fault, pruned } = verdict;
    const length = `${String(entries)} ${entries === 1 ? 'entry' : 'entries'}`;
    if (intact) {
      const text = `The audit log is intact: ${length}, ${counted(checkpoints, 'checkpoint')}.`;
      const note = pruned
        ? ` Entries 1 to ${String(pruned.through)}, until ${visible(pruned.lastAt)}, were pruned after their export.`
        : '';
      return { json: verdict, text: `${text}${note}` };
    }
    const where = fault === undefined ? '' : ` Entry ${String(fault.seq)}: ${visible(fault.what)}.`;
    const text = `The audit log is NOT intact; only the first ${length} can be trusted.${where}`;
    return { json: verdict, text, code: exitCodes.findings };
  });
};
