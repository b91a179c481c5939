import { withoutUndefined } from '../../contracts/without-undefined.ts';
import { Option } from 'commander';
import type { AccessRequest, RequestStatus } from '../../contracts/vault-api/requests.ts';
import { type AddCommand, commandGroup } from './common/command.ts';
import {
  connectedCommand,
  type ConnectedOptions,
  type Connection,
  withAuthorHint,
} from './common/connected-command.ts';
import { requireNoCredential } from './common/require-no-credential.ts';
import { endOfGrant, type EndOptions } from './common/times.ts';
import { CliError } from '../host/cli-error.ts';
import { age } from '../output/ages.ts';
import { type Column, table } from '../output/table.ts';
import { visible } from '../../contracts/visible-text.ts';
import { type RequestAddress, type VaultClient, VaultError } from '../../vault-client/index.ts';

/** `agent-secrets requests …` */
export const addRequests: AddCommand = (program, host, done) => {
  const group = commandGroup(program, 'requests', 'requests for access to secrets');
  for (const add of [addList, addCreate, addApprove, addDecline, addCancel]) add(group, host, done);
};

interface ListOptions extends ConnectedOptions {
  readonly status: RequestStatus | 'all';
  readonly agent?: string;
}

const statuses = ['pending', 'approved', 'declined', 'cancelled', 'all'];

const addList: AddCommand = (group, host, done) => {
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
    return { json: { requests }, text: table(columns(host.now()), requests, host, none) };
  });
};

const ofOneAgent =
  'Authors can list the requests for one agent with `agent-secrets requests list --agent ID`; `agent-secrets agents list` shows the ids.';

/** A pending request may already have one of two approvals. */
function statusOf({ status, firstApproval, until }: AccessRequest): string {
  const end = until === undefined ? '' : ` until ${until}`;
  const isHalf = status === 'pending' && firstApproval !== undefined;
  return isHalf ? `${status} (approved by ${firstApproval.byName}${end})` : `${status}${end}`;
}

function columns(now: string): readonly Column<AccessRequest>[] {
  return [
    { head: 'REQUEST', cell: ({ id }) => id },
    { head: 'AGENT', cell: ({ agentId }) => agentId },
    { head: 'SECRET', cell: ({ secretName, newSecret }) => `${secretName}${newSecret ? ' (new)' : ''}` },
    { head: 'STATUS', cell: statusOf },
    { head: 'BY', cell: ({ requestedByName }) => requestedByName },
    { head: 'ASKED', cell: ({ createdAt }) => age(createdAt, now) },
    { head: 'PLACE', cell: ({ place }) => place },
    { head: 'REASON', cell: ({ reason }) => reason },
    { head: 'NOTE', cell: ({ note }) => note },
  ];
}

interface CreateOptions extends ConnectedOptions {
  readonly agent: string;
  readonly new?: boolean;
  readonly reason?: string;
  readonly place?: string;
}

const addCreate: AddCommand = (group, host, done) => {
  const command = group
    .command('create')
    .description('request access to a secret for an agent')
    .argument('<secret>', 'its name')
    .requiredOption('--agent <agent>', 'the agent that needs it')
    .option('--new', 'request a secret that does not exist yet; an admin approves the request by creating it')
    .option('--reason <text>', 'reason for the request; admins can read it')
    .option('--place <file:line>', 'place in the code that reads it, such as functions/pay.py:12');
  connectedCommand<CreateOptions>(command, host, done, async ({ vault }, [secretName = ''], options) => {
    const { agent, reason, place, new: newSecret } = options;
    requireNoCredential(reason, 'The reason');
    const wish = withoutUndefined({ secretName, newSecret, reason, place });
    const request = await vault.requestAccess(agent, wish);
    const what = request.newSecret ? 'the new secret' : 'access to';
    const text = `Requested ${what} "${visible(secretName)}" for ${visible(agent)}: ${request.id}, ${request.status}.`;
    return { json: request, text };
  });
};

interface DecideOptions extends ConnectedOptions, EndOptions {
  readonly agent?: string;
  readonly note?: string;
}

interface Decision {
  readonly verb: string;
  readonly description: string;
  /** Whether the decision can include a note. */
  readonly notes: boolean;
  /** Whether the grant can expire. */
  readonly ends?: boolean;
  readonly decide: (
    vault: VaultClient,
    request: RequestAddress,
    note?: string,
    until?: string,
  ) => Promise<AccessRequest>;
}

const addApprove = decisionCommand({
  verb: 'approve',
  description: 'approve a request and grant the access',
  notes: true,
  ends: true,
  decide: (vault, request, note, until) => vault.approveRequest(request, note, until),
});

const addDecline = decisionCommand({
  verb: 'decline',
  description: 'decline a request',
  notes: true,
  decide: (vault, request, note) => vault.declineRequest(request, note),
});

const addCancel = decisionCommand({
  verb: 'cancel',
  description: 'cancel one of your own requests',
  notes: false,
  decide: (vault, request) => vault.cancelRequest(request),
});

function decisionCommand({ verb, description, notes, ends = false, decide }: Decision): AddCommand {
  return (group, host, done) => {
    const command = group
      .command(verb)
      .description(description)
      .argument('<request>', 'its id, as `requests list` shows it')
      .option('--agent <agent>', 'the agent of the request; looked up by default');
    if (notes) command.option('--note <text>', 'note for the requester');
    if (ends) {
      command
        .option('--until <time>', 'when the grant expires: a date')
        .option('--for <time>', 'how long the grant lasts: 8h, 30d or 4w');
    }
    connectedCommand<DecideOptions>(command, host, done, async (connection, [requestId = ''], options) => {
      const { agent, note } = options;
      requireNoCredential(note, 'The note');
      const until = endOfGrant(options, host.now());
      const address =
        agent === undefined ? await findRequest(connection, requestId) : { agentId: agent, requestId };
      const request = await decide(connection.vault, address, note, until);
      const text = `"${visible(request.secretName)}" for ${visible(request.agentId)}: ${decisionText(request)}.`;
      return { json: request, text };
    });
  };
}

function decisionText({ status, firstApproval, until }: AccessRequest): string {
  const end = until === undefined ? '' : ` until ${visible(until)}`;
  const isHalf = status === 'pending' && firstApproval !== undefined;
  return isHalf ? `approved by you${end}. Another admin must approve it too` : `${status}${end}`;
}

/** Finds a pending request's agent, because the URL contains both ids. @throws CliError */
async function findRequest({ vault, accountId }: Connection, requestId: string): Promise<RequestAddress> {
  const pending = await vault.accessRequests(accountId, 'pending').catch(unlessForbidden);
  const found = pending.find(({ id }) => id === requestId);
  if (found) return { agentId: found.agentId, requestId };
  throw new CliError(
    `No pending request has the id ${visible(requestId)}. List the requests with \`agent-secrets requests list\`.`,
  );
}

/** Authors can only list the requests of one agent at a time. */
function unlessForbidden(error: unknown): never {
  if (!(error instanceof VaultError) || error.code !== 'Forbidden') throw error;
  throw new CliError('Set the agent of the request with --agent.');
}
