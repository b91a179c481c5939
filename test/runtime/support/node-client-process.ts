// Reads secrets with the Node client: one JSON line `{ id, name, settings? }` in, one line with the outcome
// out. Without settings the environment configures the client.
import { createInterface } from 'node:readline';
import { inspect } from 'node:util';
import {
  AgentSecretsError,
  type Client,
  type ClientOptions,
  createClient,
  getSecret,
  type Secret,
} from '../../../runtime/node/index.ts';

interface Order {
  readonly id: number;
  readonly name: string;
  readonly settings?: ClientOptions;
}

const clients = new Map<string, Client>();

async function read({ name, settings }: Order): Promise<Secret> {
  return settings === undefined ? getSecret(name) : clientFor(settings).getSecret(name);
}

function clientFor(settings: ClientOptions): Client {
  const key = JSON.stringify(settings);
  const client = clients.get(key) ?? createClient(settings);
  clients.set(key, client);
  return client;
}

async function outcomeOf(order: Order): Promise<object> {
  const { id } = order;
  try {
    return { id, value: await read(order) };
  } catch (error) {
    return { id, error: described(error) };
  }
}

function described(error: unknown): object {
  const shown = [
    inspect(error, { showHidden: true, depth: 9 }),
    inspect([...clients.values()]),
    JSON.stringify(error),
  ];
  if (!(error instanceof AgentSecretsError))
    return { type: 'other', message: String(error), shown: shown.join('\n') };
  const everything = [...shown, error.stack, String(error)].join('\n');
  return {
    ...Object.fromEntries(Object.entries(error)),
    type: error.name,
    message: error.message,
    shown: everything,
  };
}

for await (const line of createInterface({ input: process.stdin })) {
  void outcomeOf(JSON.parse(line) as Order).then((outcome) =>
    process.stdout.write(`${JSON.stringify(outcome)}\n`),
  );
}
