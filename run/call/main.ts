import { subscribe } from 'node:diagnostics_channel';
import { createRequire } from 'node:module';
import path from 'node:path';
import { isRecord, isText, isTextRecord } from '../../contracts/guards.ts';
import * as ownClient from '../../runtime/node/index.ts';
import { MaskedValues } from '../masking/masker.ts';
import { agentVariables } from '../variables.ts';
import { type CallCommand, CannotRun, objectIn, parseCommandLine } from './command-line.ts';
import { fakesIn, localConversation, type SecretReader } from './conversation.ts';
import { importModule, loadFunction } from './load-function.ts';
import { maskOutput } from './masked-output.ts';
import { argumentsOf } from './parameters.ts';
import { resultText, stackText } from './output-text.ts';
import { tellValues } from '../masking/told-values.ts';

type Client = typeof ownClient;

const exitCodes = { threw: 1, couldNotRun: 2 } as const;
const token = process.env[agentVariables.token];
const values = new MaskedValues(token === undefined ? [] : [token]);
const output = maskOutput(values);
let isMaskedByParent = false;

// Also masks values that a function reads without using its conversation.
subscribe('agent-secrets:read', (value) => remember(value));
process.on('exit', () => output.end());
process.on('uncaughtException', (error) => process.exit(explain(error)));
// Composition root of the process that `agent-secrets call` starts for JavaScript and TypeScript.
void main();

async function main(): Promise<void> {
  try {
    await call(parseCommandLine(process.argv.slice(2)));
  } catch (error) {
    process.exitCode = explain(error);
  }
}

/** Rejects with CannotRun, or with whatever the function throws. */
async function call(order: CallCommand): Promise<void> {
  isMaskedByParent = order.tellsValues ?? false;
  const attributes = order.conv === undefined ? {} : objectIn(order.conv);
  const reader = readerOf(order, await clientFor(order.file));
  const loaded = await loadFunction(order);
  if (!loaded) {
    if (order.given.size > 0) throw new CannotRun(`${order.file} exports no function that takes parameters.`);
    return;
  }
  const conv = localConversation(reader, attributes, (line) => output.note(line));
  const args = argumentsOf(loaded.name, loaded.parameters, order.given, conv);
  const result = await loaded.call(args);
  output.result(resultText(result, (text) => values.mask(text)));
}

/** Loads the copy of the package that the file would import, so that errors are instances of its classes. */
async function clientFor(file: string): Promise<Client> {
  try {
    const found = createRequire(path.resolve(file)).resolve('@agent-secrets/client');
    const client = await importModule(found);
    return isClient(client) ? client : ownClient;
  } catch {
    return ownClient;
  }
}

function isClient(module: unknown): module is Client {
  return isRecord(module) && Object.keys(ownClient).every((name) => typeof module[name] === 'function');
}

/** Connects to a vault only on the first read, because a file may not need one. */
function readerOf({ fakes }: CallCommand, client: Client): SecretReader {
  if (fakes === undefined) return { getSecret: (name) => client.getSecret(name) };
  const reader = fakesIn(fakes, process.env[agentVariables.agentId] ?? 'FAKE-AGENT', client);
  return {
    async getSecret(name) {
      const value = await reader.getSecret(name);
      remember(value);
      return value;
    },
  };
}

function remember(value: unknown): void {
  const texts = isText(value) ? [value] : isTextRecord(value) ? Object.values(value) : [];
  for (const text of texts) values.add(text);
  if (isMaskedByParent && texts.length > 0) tellValues(texts);
}

/**
 * Reports the error and returns the exit code. Errors in reaching the vault are not blamed on the function.
 */
function explain(error: unknown): number {
  if (error instanceof CannotRun || isAboutTheVault(error)) {
    output.note(`error: ${error.message}`);
    return exitCodes.couldNotRun;
  }
  output.note(stackText(error, __filename));
  return exitCodes.threw;
}

/** Compares names instead of classes, because the class may come from the user's own copy of the package. */
function isAboutTheVault(error: unknown): error is Error {
  if (!(error instanceof Error) || !('code' in error)) return false;
  return /^(?:AgentSecretsError|NotConfigured|Unauthenticated|VaultUnavailable)$/.test(error.name);
}
