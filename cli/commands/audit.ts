import { withoutUndefined } from '../../contracts/without-undefined.ts';
import { Option } from 'commander';
import type { AuditEvent, PrunedEntries } from '../../contracts/vault-api/audit.ts';
import { type AddCommand, commandGroup } from './common/command.ts';
import { connectedCommand, type ConnectedOptions, type Connection } from './common/connected-command.ts';
import { wholeNumber } from './common/options.ts';
import { timeFrom } from './common/times.ts';
import { exitCodes } from '../host/cli-error.ts';
import { showProgress } from '../output/progress.ts';
import { type Column, counted, table } from '../output/table.ts';
import { visible } from '../../contracts/visible-text.ts';
import type { AuditSearch } from '../../vault-client/index.ts';

/** `agent-secrets audit …` */
export const addAudit: AddCommand = (program, host, done) => {
  const group = commandGroup(program, 'audit', 'the audit log of the account');
  for (const add of [addList, addVerify]) add(group, host, done);
};

interface ListOptions extends ConnectedOptions {
  readonly action?: string;
  readonly actor?: string;
  readonly secret?: string;
  readonly agent?: string;
  readonly decision?: AuditEvent['decision'];
  readonly since?: string;
  readonly limit: number;
}

const addList: AddCommand = (group, host, done) => {
  const command = group
    .command('list')
    .description('list audit entries, newest first; listing them adds an entry')
    .option('--action <action>', 'only this action, such as value.read or token.issue')
    .option('--actor <id>', 'only actions of this key, by the id of its token')
    .option('--secret <secret>', 'only entries about this secret')
    .option('--agent <agent>', 'only entries about this agent')
    .addOption(new Option('--decision <decision>', 'only those').choices(['allowed', 'denied', 'failed']))
    .option('--since <time>', 'only entries since this time: 12h, 30d, 4w ago, or a date')
    .option('--limit <number>', 'maximum number of results', wholeNumber, 100);
  connectedCommand<ListOptions>(command, host, done, async (connection, _, options) => {
    const { events, pruned } = await collect(connection, options);
    if (pruned) host.note(prunedNote(pruned));
    return { json: { events, ...(pruned && { pruned }) }, text: table(columns, events, host, none) };
  });
};

const none = 'No matching audit entries.';

/** Clocks may disagree within this many log entries, whether or not those match. */
const disorder = 100;

/**
 * The vault returns entries in reverse order of writing. Their times may be out of order, because clocks are
 * set back and differ between processes. So an entry that is too old is skipped, and reading stops only after
 * `disorder` log entries without a recent one.
 */
async function collect({ vault, accountId, host }: Connection, options: ListOptions): Promise<Found> {
  const { since, limit } = options;
  const oldest = since === undefined ? '' : timeFrom(since, host.now(), 'back');
  const progress = showProgress(host, 'Reading the audit log');
  const events: AuditEvent[] = [];
  let firstOld: number | undefined;
  let pruned: PrunedEntries | undefined;
  try {
    for await (const page of vault.auditPages(accountId, searchOf(options))) {
      pruned = page.pruned;
      for (const event of page.events) {
        if (event.at < oldest) {
          firstOld ??= event.seq;
          if (firstOld - event.seq >= disorder) return { events };
          continue;
        }
        firstOld = undefined;
        events.push(event);
        if (events.length === limit) return { events };
        progress.report(events.length);
      }
    }
  } finally {
    progress.end();
  }
  return pruned && pruned.lastAt >= oldest ? { events, pruned } : { events };
}

interface Found {
  readonly events: readonly AuditEvent[];
  /** The pruned range that may contain further matches; undefined if all matches are included. */
  readonly pruned?: PrunedEntries;
}

function prunedNote({ through, lastAt, at }: PrunedEntries): string {
  const which = `Entries up to ${String(through)} (${visible(lastAt)}) were exported and removed on ${visible(at)}`;
  return `note: ${which}. Read them in the vault's --audit-archive: files audit-FIRST-LAST.jsonl, with one entry per line.`;
}

function searchOf({ action, actor, secret, agent, decision }: ListOptions): AuditSearch {
  return withoutUndefined({ action, actorId: actor, secretName: secret, agentId: agent, decision });
}

const columns: readonly Column<AuditEvent>[] = [
  { head: 'ENTRY', cell: ({ seq }) => String(seq), align: 'right' },
  { head: 'AT', cell: ({ at }) => at },
  { head: 'ACTOR', cell: ({ actorId, actorRole }) => `${actorId} (${actorRole})` },
  { head: 'ACTION', cell: ({ action }) => action },
  {
    head: 'DECISION',
    cell: ({ decision, code }) => (code === undefined ? decision : `${decision}: ${code}`),
  },
  { head: 'SECRET', cell: ({ secretName }) => secretName },
  { head: 'AGENT', cell: ({ agentId }) => agentId },
  { head: 'ABOUT', cell: ({ targetId }) => targetId },
  { head: 'TIMES', cell: ({ count }) => (count === undefined ? undefined : String(count)), align: 'right' },
  { head: 'CHANGE', cell: changeOf },
  { head: 'FROM', cell: ({ address }) => address },
];

/** Such as `+A until T -B`: A has access until T, and B's access was revoked. */
function changeOf({ granted, revoked, until }: AuditEvent): string {
  const end = until === undefined ? [] : [`until ${until}`];
  return [...granted.map((agent) => `+${agent}`), ...end, ...revoked.map((agent) => `-${agent}`)].join(' ');
}

const addVerify: AddCommand = (group, host, done) => {
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
