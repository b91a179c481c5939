import type { AccessRequest } from '../../../contracts/vault-api/requests.ts';
import type { RequestAddress } from '../../../vault-client/index.ts';
import type { VaultClient } from '../../../vault-client/index.ts';
import { visible } from '../../output/visible-text.ts';
import type { AddCommand } from '../common/add-command.ts';
import { connectedCommand, type ConnectedOptions } from '../common/connected-command.ts';
import { findRequest } from './find-request.ts';

interface DecideOptions extends ConnectedOptions {
  readonly agent?: string;
  readonly note?: string;
}

interface Decision {
  readonly verb: string;
  readonly description: string;
  /** Whether the one who decides may say something to it. */
  readonly notes: boolean;
  readonly decide: (vault: VaultClient, request: RequestAddress, note?: string) => Promise<AccessRequest>;
}

export const addRequestsApprove = decisionCommand({
  verb: 'approve',
  description: 'grant what was asked for',
  notes: true,
  decide: (vault, request, note) => vault.approveRequest(request, note),
});

export const addRequestsDecline = decisionCommand({
  verb: 'decline',
  description: 'refuse what was asked for',
  notes: true,
  decide: (vault, request, note) => vault.declineRequest(request, note),
});

export const addRequestsCancel = decisionCommand({
  verb: 'cancel',
  description: 'take a request of your own back',
  notes: false,
  decide: (vault, request) => vault.cancelRequest(request),
});

function decisionCommand({ verb, description, notes, decide }: Decision): AddCommand {
  return (group, host, done) => {
    const command = group
      .command(verb)
      .description(description)
      .argument('<request>', 'its id, as `requests list` shows it')
      .option('--agent <agent>', 'the agent that it is for; looked up when absent');
    if (notes) command.option('--note <text>', 'what you say to it');
    connectedCommand<DecideOptions>(
      command,
      host,
      done,
      async (connection, [requestId = ''], { agent, note }) => {
        const address =
          agent === undefined ? await findRequest(connection, requestId) : { agentId: agent, requestId };
        const request = await decide(connection.vault, address, note);
        const { agentId, secretName, status } = request;
        const open = status === 'pending' && request.firstApproval !== undefined;
        const state = open ? 'approved by you. Another admin must approve it too' : status;
        return { json: request, text: `"${visible(secretName)}" for ${visible(agentId)}: ${state}.` };
      },
    );
  };
}
