import { Option } from 'commander';
import type { AccessRequest, RequestStatus } from '../../../contracts/vault-api/requests.ts';
import { age } from '../../output/ages.ts';
import { type Column, table } from '../../output/table.ts';
import type { AddCommand } from '../common/add-command.ts';
import { connectedCommand, type ConnectedOptions } from '../common/connected-command.ts';
import { withAuthorHint } from '../common/with-author-hint.ts';

interface ListOptions extends ConnectedOptions {
  readonly status: RequestStatus | 'all';
  readonly agent?: string;
}

const statuses = ['pending', 'approved', 'declined', 'cancelled', 'all'];

export const addRequestsList: AddCommand = (group, host, done) => {
  const command = group
    .command('list')
    .description('list access requests, newest first')
    .addOption(new Option('--status <status>', 'only those').choices(statuses).default('pending'))
    .option('--agent <agent>', 'only requests for this agent; authors must name one of their agents');
  connectedCommand<ListOptions>(command, host, done, async ({ vault, accountId }, _, { status, agent }) => {
    const wanted = status === 'all' ? undefined : status;
    const requests =
      agent === undefined
        ? await withAuthorHint(vault.accessRequests(accountId, wanted), ofOneAgent)
        : await vault.agentAccessRequests(agent, wanted);
    const none = wanted === undefined ? 'No requests yet.' : `No ${wanted} requests.`;
    return {
      json: { requests },
      text: requests.length === 0 ? none : table(columns(host.now()), requests, host),
    };
  });
};

const ofOneAgent =
  'Authors can list the requests for one agent with `agent-secrets requests list --agent ID`; `agent-secrets agents list` shows the ids.';

/** One of two approvals may have been given. */
function statusOf({ status, firstApproval, until }: AccessRequest): string {
  const end = until === undefined ? '' : ` until ${until}`;
  const isHalf = status === 'pending' && firstApproval !== undefined;
  return isHalf ? `${status} (approved by ${firstApproval.byName}${end})` : `${status}${end}`;
}

function columns(now: string): readonly Column<AccessRequest>[] {
  return [
    { head: 'REQUEST', cell: ({ id }) => id },
    { head: 'AGENT', cell: ({ agentId }) => agentId },
    { head: 'SECRET', cell: ({ secretName }) => secretName },
    { head: 'STATUS', cell: statusOf },
    { head: 'BY', cell: ({ requestedByName }) => requestedByName },
    { head: 'ASKED', cell: ({ createdAt }) => age(createdAt, now) },
    { head: 'PLACE', cell: ({ place }) => place },
    { head: 'REASON', cell: ({ reason }) => reason },
    { head: 'NOTE', cell: ({ note }) => note },
  ];
}
