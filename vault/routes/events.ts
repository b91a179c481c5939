import type { FastifyReply } from 'fastify';
import Type from 'typebox';
import type { VaultApp } from '../plugins/vault-app.ts';
import { startFollowing } from '../domain/audit/event-feed.ts';
import type { StreamLimits } from '../rate-limit/rate-limit.ts';
import type { Vault } from '../domain/context/vault.ts';
import { ProblemError } from '../errors/errors.ts';
import type { Metrics } from '../observability/metrics.ts';
import { callerOf } from '../plugins/authenticate.ts';
import { textAnswers } from './answers.ts';
import { EventHub } from './event-hub.ts';
import { EventStream, OpenStreams, takeStreamAnswer } from './event-stream.ts';

export function addEventRoutes(app: VaultApp, vault: Vault, limits: StreamLimits, metrics: Metrics): void {
  const streams = new OpenStreams(limits);
  const hub = new EventHub(vault);
  metrics.add({
    name: 'agent_secrets_vault_event_streams',
    help: 'Open event streams.',
    read: () => streams.size,
  });
  app.addHook('preClose', async () => streams.endAll());

  app.get('/v1/events', {
    // Events can name any secret of the account, so only people can follow them.
    config: { access: 'agents:list' },
    schema: {
      operationId: 'events',
      summary: 'Server-sent events: what changed in the account',
      headers: Type.Object({ 'last-event-id': Type.Optional(Type.String()) }),
      response: textAnswers('text/event-stream', 'An endless stream'),
    },
    handler: async (request, reply) => {
      const caller = callerOf(request);
      requireRunning(streams, reply);
      const place = streams.reserve(caller);
      try {
        const position = await startFollowing(vault, caller, request.headers['last-event-id']);
        // The stream may have been stopped while the entry was being written.
        requireRunning(streams, reply);
        hub.add(new EventStream(caller, position, takeStreamAnswer(reply), place));
      } catch (error) {
        place.leave();
        throw error;
      }
    },
  });
}

/** @throws ProblemError `Unavailable` if the vault is stopping */
function requireRunning({ isStopping }: OpenStreams, reply: FastifyReply): void {
  if (!isStopping) return;
  // A kept-alive connection would also delay shutdown.
  reply.header('connection', 'close');
  throw new ProblemError('Unavailable', 'The vault is stopping. Try again in a moment.');
}
