import { type RequestAddress, VaultError } from '../../../vault-client/index.ts';
import { CliError } from '../../cli-error.ts';
import { visible } from '../../output/visible-text.ts';
import type { Connection } from '../common/connected-command.ts';

/** The agent of a pending request: the URL contains both ids. @throws CliError */
export async function findRequest(
  { vault, accountId }: Connection,
  requestId: string,
): Promise<RequestAddress> {
  const pending = await vault.accessRequests(accountId, 'pending').catch(unlessForbidden);
  const found = pending.find(({ id }) => id === requestId);
  if (found) return { agentId: found.agentId, requestId };
  throw new CliError(
    `No pending request has the id ${visible(requestId)}. List the requests with \`agent-secrets requests list\`.`,
  );
}

/** Authors see the requests of one agent at a time. */
function unlessForbidden(error: unknown): never {
  if (!(error instanceof VaultError) || error.code !== 'Forbidden') throw error;
  throw new CliError('Set the agent of the request with --agent.');
}
