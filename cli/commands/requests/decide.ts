import type { AccessRequest } from '../../../contracts/vault-api/requests.ts';
import type { RequestAddress } from '../../../vault-client/index.ts';
import type { VaultClient } from '../../../vault-client/index.ts';
import { visible } from '../../output/visible-text.ts';
import type { AddCommand } from '../common/add-command.ts';
import { connectedCommand, type ConnectedOptions } from '../common/connected-command.ts';
import { type EndOptions, endOfGrant } from '../common/times.ts';
import { findRequest } from './find-request.ts';

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

export const addRequestsApprove = decisionCommand({
  verb: 'approve',
  description: 'approve a request and grant the access',
  notes: true,
  ends: true,
  decide: (vault, request, note, until) => vault.approveRequest(request, note, until),
});

export const addRequestsDecline = decisionCommand({
  verb: 'decline',
  description: 'decline a request',
  notes: true,
  decide: (vault, request, note) => vault.declineRequest(request, note),
});

export const addRequestsCancel = decisionCommand({
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
      const until = endOfGrant(options, host.now());
      const address =
        agent === undefined ? await findRequest(connection, requestId) : { agentId: agent, requestId };
      const request = await decide(connection.vault, address, note, until);
      const text = `"${visible(request.secretName)}" for ${visible(request.agentId)}: ${stateOf(request)}.`;
      return { json: request, text };
    });
  };
}

function stateOf({ status, firstApproval, until }: AccessRequest): string {
  const end = until === undefined ? '' : ` until ${visible(until)}`;
  const isHalf = status === 'pending' && firstApproval !== undefined;
  return isHalf ? `approved by you${end}. Another admin must approve it too` : `${status}${end}`;
}
