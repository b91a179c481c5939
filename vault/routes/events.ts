import type { FastifyReply } from 'fastify';
import Type from 'typebox';
import type { VaultApp } from '../vault-app.ts';
import type { Caller } from '../domain/callers/caller.ts';
import { nextEvents, startFollowing } from '../domain/event-feed.ts';
import type { Vault } from '../domain/vault.ts';
import { ProblemError } from '../errors.ts';
import type { Metrics } from '../observability/metrics.ts';
import type { EventRecord } from '../storage/records.ts';
import { callerOf } from '../plugins/authenticate.ts';
import { textAnswers } from './answers.ts';

/** Asks whether the key still counts, where nothing happens that would tell: its end has come. */
const checkEveryMs = 5_000;
/** Every so many checks the client hears that the vault is still there. */
const checksPerSign = 3;
/** A client that does not read is cut off before it costs memory. */
const largestBacklog = 1_048_576;
/** Whoever is told that the stream ends gets so long to read it. */
const longestFarewellMs = 3_000;
const mostStreams = 1000;

export function addEventRoutes(app: VaultApp, vault: Vault, streamsOfOne: number, metrics: Metrics): void {
  const open = new Map<() => void, string>();
  metrics.add({
    name: 'agent_secrets_vault_event_streams',
    help: 'Programs that follow the events.',
    read: () => open.size,
  });
  let stopping = false;
  app.addHook('preClose', async () => {
    stopping = true;
    for (const end of open.keys()) end();
  });

  /** Nothing would end a stream that begins after the others were told to. */
  const requireRunning = (reply: FastifyReply): void => {
    if (!stopping) return;
    // A connection that is kept would hold it up as well.
    reply.header('connection', 'close');
    throw new ProblemError('Unavailable', 'The vault is stopping. Try again in a moment.');
  };
  /** A place among the streams while the entry is written; gives what gives it back. */
  const takeRoom = (caller: Caller): (() => void) => {
    if (open.size >= mostStreams) {
      throw new ProblemError('TooManyRequests', 'Too many programs follow the changes. Try again later.');
    }
    if ([...open.values()].filter((id) => id === caller.id).length >= streamsOfOne) {
      throw new ProblemError('TooManyRequests', 'This key follows the changes too many times over.', 60);
    }
    const leave = (): void => void open.delete(leave);
    open.set(leave, caller.id);
    return leave;
  };

  app.get('/v1/events', {
    // Events name any secret of the account, so they are for people.
    config: { access: 'agents:list' },
    schema: {
      operationId: 'events',
      summary: 'Server-sent events: what changed in the account',
      headers: Type.Object({ 'last-event-id': Type.Optional(Type.String()) }),
      response: textAnswers('text/event-stream', 'A stream without an end'),
    },
    handler: async (request, reply) => {
      const caller = callerOf(request);
      requireRunning(reply);
      const leave = takeRoom(caller);
      try {
        const position = await startFollowing(vault, caller, request.headers['last-event-id']);
        // It may have been told to stop while the entry was written.
        requireRunning(reply);
        streamEvents(vault, caller, reply, position, open);
      } finally {
        leave();
      }
    },
  });
}

function streamEvents(
  vault: Vault,
  caller: Caller,
  reply: FastifyReply,
  start: number,
  open: Map<() => void, string>,
): void {
  let position = start;
  let work = Promise.resolve();
  const { raw } = reply;
  reply.hijack();
  // Gone before it began: nothing would tell of its end any more.
  if (raw.destroyed) return;
  // A hijacked answer gets none of the headers set so far.
  for (const [name, value] of Object.entries(reply.getHeaders())) {
    if (value !== undefined) raw.setHeader(name, value);
  }
  // The connection is for this stream alone and ends with it.
  raw.writeHead(200, { 'content-type': 'text/event-stream', connection: 'close' });
  raw.write('retry: 1000\nevent: connected\ndata: {"type":"connected"}\n\n');

  const step = async (alive: string): Promise<void> => {
    if (raw.destroyed || raw.writableEnded) return;
    const next = await nextEvents(vault, caller, position);
    if (!next) return end();
    if (raw.writableLength > largestBacklog) return cutOff();
    position = next.position;
    const text = next.events.map(formatEvent).join('') + alive;
    if (text !== '' && !raw.writableEnded) raw.write(text);
  };
  const pump = (alive = ''): void => {
    work = work.then(() => step(alive)).catch(cutOff);
  };
  const unsubscribe = vault.storage.onEvents(pump);
  let checks = 0;
  const timer = setInterval(() => {
    checks += 1;
    pump(checks % checksPerSign === 0 ? ': still here\n\n' : '');
  }, checkEveryMs);
  /** From here on it costs nothing but its connection. */
  const leave = (): void => {
    unsubscribe();
    clearInterval(timer);
    open.delete(end);
  };
  const cutOff = (): void => {
    leave();
    raw.destroy();
  };
  const end = (): void => {
    leave();
    raw.end();
    const farewell = setTimeout(cutOff, longestFarewellMs).unref();
    raw.once('close', () => clearTimeout(farewell));
  };
  open.set(end, caller.id);
  raw.once('close', leave);
  // Whatever was committed between the start and the subscription.
  pump();
}

function formatEvent({ seq, event }: EventRecord): string {
  return `id: ${String(seq)}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
}
