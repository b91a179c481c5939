import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { isObjectOf, isOneOf, isText, parseJson } from '../contracts/guards.ts';
import type { VaultEvent } from '../contracts/vault-api/events.ts';
import { sentence } from '../contracts/words.ts';
import { isTextList } from './resources/shared.ts';
import type { ByteReader, Call, Transport } from './http/transport.ts';

/** The vault sends a comment every 15 seconds. If none arrives, the connection is dead. */
const silenceMs = 20_000;
/**
 * An event only names a few secrets. If more than this arrives without a line break, the server is not a
 * vault.
 */
const largestEvent = 1_048_576;

export interface ReceivedEvent {
  /** Undefined for the first event, which only reports that the stream is open. */
  readonly id?: string;
  readonly event: VaultEvent | { readonly type: 'connected' };
}

export interface Following {
  /** The last event that was received. The stream continues after it. */
  readonly lastEventId?: string;
  readonly signal: AbortSignal;
}

/** @see VaultClient.events */
export async function* receiveEvents(
  transport: Transport,
  options: Following,
): AsyncGenerator<ReceivedEvent> {
  const call: Call = {
    action: sentence('follow changes'),
    path: ['v1', 'events'],
    headers: {
      accept: 'text/event-stream',
      ...(options.lastEventId === undefined ? {} : { 'last-event-id': options.lastEventId }),
    },
    signal: options.signal,
  };
  const answer = await transport.open(call);
  if (!answer.body || !answer.headers.get('content-type')?.startsWith('text/event-stream')) {
    throw transport.fail(call, 'BadAnswer', { status: answer.status });
  }
  const reader = answer.body.getReader();
  try {
    yield* parseEvents(transport, call, reader);
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

async function* parseEvents(
  transport: Transport,
  call: Call,
  reader: ByteReader,
): AsyncGenerator<ReceivedEvent> {
  const received: EventSourceMessage[] = [];
  const parser = createParser({
    maxBufferSize: largestEvent,
    onEvent: (message) => received.push(message),
    onError: (error) => {
      if (error.type === 'max-buffer-size-exceeded') throw transport.fail(call, 'BadAnswer');
    },
  });
  const decoder = new TextDecoder();
  for (;;) {
    const chunk = await readOrGiveUp(transport, call, reader);
    if (chunk === undefined) return;
    parser.feed(decoder.decode(chunk, { stream: true }));
    for (const message of received.splice(0)) {
      const event = toReceivedEvent(transport, call, message);
      if (event) yield event;
    }
  }
}

/** Returns the next bytes; `undefined` at the end of the stream. */
async function readOrGiveUp(
  transport: Transport,
  call: Call,
  reader: ByteReader,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  let silent = false;
  const timer = setTimeout(() => {
    silent = true;
    reader.cancel().catch(() => undefined);
  }, silenceMs);
  try {
    const { done, value } = await reader.read();
    if (silent) throw transport.fail(call, 'TimedOut');
    return done ? undefined : value;
  } catch (error) {
    if (silent) throw transport.fail(call, 'TimedOut', { cause: error });
    throw transport.fail(call, call.signal?.aborted ? 'Aborted' : 'Unreachable', { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

/** Skips event types of a newer vault. A known type with an invalid shape is an error. */
function toReceivedEvent(
  transport: Transport,
  call: Call,
  message: EventSourceMessage,
): ReceivedEvent | undefined {
  if (message.event === 'connected') return { event: { type: 'connected' } };
  if (!knownTypes.some((type) => type === message.event)) return undefined;
  const event = parseJson(message.data);
  if (!isVaultEvent(event)) throw transport.fail(call, 'BadAnswer');
  return message.id === undefined ? { event } : { id: message.id, event };
}

const knownTypes = [
  'catalog-changed',
  'access-changed',
  'agents-changed',
  'request-created',
  'request-decided',
  'people-changed',
  'environment-changed',
] as const;

const isCatalogChanged = isObjectOf<Extract<VaultEvent, { type: 'catalog-changed' }>>({
  type: isOneOf('catalog-changed'),
  names: isTextList,
});
const isAccessChanged = isObjectOf<Extract<VaultEvent, { type: 'access-changed' }>>({
  type: isOneOf('access-changed'),
  names: isTextList,
  agentIds: isTextList,
});
const isAgentsChanged = isObjectOf<Extract<VaultEvent, { type: 'agents-changed' }>>({
  type: isOneOf('agents-changed'),
  agentIds: isTextList,
});
const isRequestEvent = isObjectOf<Extract<VaultEvent, { requestId: string }>>({
  type: isOneOf('request-created', 'request-decided'),
  requestId: isText,
  names: isTextList,
  agentIds: isTextList,
});
const isPeopleChanged = isObjectOf<Extract<VaultEvent, { type: 'people-changed' }>>({
  type: isOneOf('people-changed'),
});
const isEnvironmentChanged = isObjectOf<Extract<VaultEvent, { userId: string }>>({
  type: isOneOf('environment-changed'),
  userId: isText,
});

export function isVaultEvent(value: unknown): value is VaultEvent {
  const guards = [
    isCatalogChanged,
    isAccessChanged,
    isAgentsChanged,
    isRequestEvent,
    isPeopleChanged,
    isEnvironmentChanged,
  ];
  return guards.some((guard) => guard(value));
}
