// Reads secrets with the Node client: a JSON line `{ id, name }` in, a JSON line with the outcome out.
// `node node-client-process.ts [OPTIONS]`; without options the environment configures the client.
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
}

const [, , given] = process.argv;
let client: Client | undefined;

async function read(name: string): Promise<Secret> {
  if (given === undefined) return getSecret(name);
  client ??= createClient(JSON.parse(given) as ClientOptions);
  return client.getSecret(name);
}

async function outcomeOf({ id, name }: Order): Promise<object> {
  try {
    return { id, value: await read(name) };
  } catch (error) {
    return { id, error: described(error) };
  }
}

function described(error: unknown): object {
  const shown = [inspect(error, { showHidden: true, depth: 9 }), inspect(client), JSON.stringify(error)];
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
