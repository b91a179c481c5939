// The language server as an editor drives it, over stdio: `node test/bench/language.mjs`.
// Starts dist/server.js anew, opens a 7,000-line file, types into it, and prints JSON figures.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';
import { marker, writeLanguageFixture } from './support/language-fixture.mjs';
import { quantile, rounded } from './support/statistics.mjs';

const size = { lines: 7000, references: 700, secrets: 200 };
const folder = mkdtempSync(path.join(os.tmpdir(), 'agent-secrets-bench-'));
writeLanguageFixture(folder, size);
const bareNode = await bareNodeStart();
const server = startServer();
const file = path.join(folder, 'functions', 'large.py');
const uri = pathToFileURL(file).href;
let text = readFileSync(file, 'utf8');
let version = 1;
const cursor = text.indexOf(marker) + marker.length;

try {
  const coldMs = await openAndDiagnose();
  const typing = await measure(200, async (round) => {
    type(round);
    await complete(round);
  });
  const fresh = await measure(60, async (round) => {
    type(round);
    await diagnose();
  });
  console.log(
    JSON.stringify(
      {
        size,
        bareNodeStartMs: rounded(bareNode),
        startToFirstDiagnosticsMs: rounded(coldMs),
        startToFirstDiagnosticsPerBareNodeStart: rounded(coldMs / bareNode),
        keystrokeToCompletionMs: {
          p50: rounded(quantile(typing, 0.5)),
          p99: rounded(quantile(typing, 0.99)),
        },
        editToFreshDiagnosticsMs: { p50: rounded(quantile(fresh, 0.5)), p99: rounded(quantile(fresh, 0.99)) },
        rssMiB: rounded(residentMiB()),
      },
      null,
      1,
    ),
  );
} finally {
  server.connection.dispose();
  server.child.kill();
  rmSync(folder, { recursive: true, force: true });
}

/** The yardstick for every start: a Node process that does nothing; median of five. */
async function bareNodeStart() {
  const times = await measure(
    5,
    () => new Promise((done) => spawn(process.execPath, ['-e', '0']).on('exit', done)),
  );
  return quantile(times, 0.5);
}

function startServer() {
  const started = performance.now();
  const child = spawn(process.execPath, ['dist/server.js', '--stdio'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const connection = createMessageConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  connection.onRequest('client/registerCapability', () => null);
  connection.onRequest('workspace/configuration', (/** @type {{items: unknown[]}} */ { items }) =>
    items.map(() => null),
  );
  connection.onRequest('workspace/diagnostic/refresh', () => null);
  connection.onUnhandledNotification(() => {});
  connection.listen();
  return { child, connection, started };
}

/** From the spawn of the process to its first answer with findings, in milliseconds. */
async function openAndDiagnose() {
  const root = pathToFileURL(folder).href;
  await server.connection.sendRequest('initialize', {
    processId: process.pid,
    rootUri: root,
    workspaceFolders: [{ uri: root, name: 'bench' }],
    initializationOptions: { catalogFile: path.join(folder, 'catalog.json') },
    capabilities: {
      textDocument: {
        diagnostic: { dynamicRegistration: false },
        completion: { completionItem: { snippetSupport: true } },
      },
    },
  });
  await server.connection.sendNotification('initialized', {});
  await server.connection.sendNotification('textDocument/didOpen', {
    textDocument: { uri, languageId: 'python', version, text },
  });
  const { items } = await diagnose();
  if (items.length < size.references / 20)
    throw new Error(`only ${items.length} findings: the figures would be wrong`);
  return performance.now() - server.started;
}

/** @returns {Promise<{ items: unknown[] }>} */
function diagnose() {
  return server.connection.sendRequest('textDocument/diagnostic', { textDocument: { uri } });
}

/**
 * Even rounds type a letter, odd rounds take it back.
 * @param {number} round
 */
function type(round) {
  const start = positionAt(cursor);
  const inserting = round % 2 === 0;
  const end = inserting ? start : { line: start.line, character: start.character + 1 };
  const inserted = inserting ? 'x' : '';
  text = text.slice(0, cursor) + inserted + text.slice(inserting ? cursor : cursor + 1);
  void server.connection.sendNotification('textDocument/didChange', {
    textDocument: { uri, version: ++version },
    contentChanges: [{ range: { start, end }, text: inserted }],
  });
}

/** @param {number} round */
async function complete(round) {
  const position = positionAt(round % 2 === 0 ? cursor + 1 : cursor);
  /** @type {{ items?: unknown[] } | unknown[]} */
  const answer = await server.connection.sendRequest('textDocument/completion', {
    textDocument: { uri },
    position,
  });
  const items = Array.isArray(answer) ? answer : (answer.items ?? []);
  if (items.length < size.secrets)
    throw new Error(`only ${items.length} names offered: the figures would be wrong`);
}

/** @param {number} offset */
function positionAt(offset) {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length - 1, character: offset - (before.lastIndexOf('\n') + 1) };
}

/**
 * @param {number} rounds
 * @param {(round: number) => Promise<unknown>} work
 */
async function measure(rounds, work) {
  const times = [];
  for (let round = 0; round < rounds; round++) {
    const started = performance.now();
    await work(round);
    times.push(performance.now() - started);
  }
  return times;
}

/** Resident memory of the server, in MiB; Linux only. */
function residentMiB() {
  const status = readFileSync(`/proc/${server.child.pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
}
