// The language server as an editor drives it, over stdio: `node test/bench/language.mjs`, after a build.
// Starts a new dist/server.js for files of three lengths, types into them, and prints JSON figures. `--lines
// N` measures that length alone. `--peers FOLDER` measures the programs installed there in the same way, in
// the same run.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {
  marker,
  pythonFile,
  workflowFile,
  workflowMarker,
  writeLanguageFixture,
} from './support/language-fixture.mjs';
import { LspSession } from './support/lsp-session.mjs';
import { measure, pause, quantile, rounded } from './support/statistics.mjs';

/** @typedef {import('./support/lsp-session.mjs').ServerCase & { names: number, keystrokes: number, edits: number }} Case */

const asked = process.argv.includes('--lines')
  ? Number(process.argv[process.argv.indexOf('--lines') + 1])
  : 0;
const sizes = [
  { lines: 1000, references: 100, secrets: 200 },
  { lines: 7000, references: 700, secrets: 200 },
  { lines: 50_000, references: 5000, secrets: 200 },
].filter(({ lines }) => asked === 0 || lines === asked);
const peers = process.argv[process.argv.indexOf('--peers') + 1];
const withPeers = process.argv.includes('--peers') && peers !== undefined;

/** The baseline for every start: a Node process that does nothing; median of five. */
const bareNodeStartMs = quantile(
  await measure(5, () => new Promise((done) => spawn(process.execPath, ['-e', '0']).on('exit', done))),
  0.5,
);

/** @type {Record<string, unknown>} */
const figures = { bareNodeStartMs: rounded(bareNodeStartMs) };
for (const size of sizes) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'agent-secrets-bench-'));
  writeLanguageFixture(folder, size);
  try {
    for (const [name, server] of Object.entries(casesIn(folder, size)))
      figures[`${size.lines} lines: ${name}`] = await figuresOf(server, size).catch(reason);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
console.log(JSON.stringify(figures, null, 1));

/**
 * @param {string} folder
 * @param {(typeof sizes)[number]} size
 * @returns {Record<string, Case>}
 */
function casesIn(folder, { secrets }) {
  const python = { folder, file: pythonFile, languageId: 'python', marker, names: secrets };
  const ours = {
    ...python,
    command: [path.resolve('dist/server.js'), '--stdio'],
    options: { catalogFile: path.join(folder, 'catalog.json') },
    pull: true,
    keystrokes: 200,
    edits: 60,
  };
  if (!withPeers) return { ours };
  const program = (/** @type {string} */ file) => path.join(peers ?? '', 'node_modules', file);
  return {
    ours,
    'Pyright with Literal overloads': {
      ...python,
      command: [program('pyright/langserver.index.js'), '--stdio'],
      keystrokes: 20,
      edits: 6,
    },
    'Actions language server': {
      folder,
      file: workflowFile,
      languageId: 'yaml',
      marker: workflowMarker,
      names: 1,
      command: [program('@actions/languageserver/bin/actions-languageserver'), '--stdio'],
      options: { sessionToken: '', repos: [] },
      keystrokes: 20,
      edits: 6,
    },
  };
}

/**
 * @param {Case} server
 * @param {(typeof sizes)[number]} size
 */
async function figuresOf(server, size) {
  const session = new LspSession(server);
  try {
    await session.initialize();
    const enough = (/** @type {unknown[]} */ items) => items.length >= size.references / 20;
    const { length } = await session.diagnosticsAfter(() => session.didOpen(), enough);
    const startMs = performance.now() - session.started;
    await pause(1500); // Work that a server does once, after its start, when the user begins to type.
    const idleMs = session.cpuMs();
    const typing = await measure(server.keystrokes, async (round) => {
      void session.type(round);
      const items = await session.complete(round);
      if (round % 2 === 1 && items.length < server.names)
        throw new Error(`only ${items.length} names offered: the figures would be wrong`);
    });
    const typingCpuMs = (session.cpuMs() - idleMs) / server.keystrokes;
    const fresh = await measure(server.edits, (round) =>
      session.diagnosticsAfter(() => session.type(round), enough),
    );
    return {
      'start to first diagnostics, ms': rounded(startMs),
      'start, in starts of a bare Node process': rounded(startMs / bareNodeStartMs),
      findings: length,
      'keystroke to completion, p50 ms': rounded(quantile(typing, 0.5)),
      'keystroke to completion, p99 ms': rounded(quantile(typing, 0.99)),
      'keystroke to completion, CPU ms': rounded(typingCpuMs),
      'edit to fresh diagnostics, p50 ms': rounded(quantile(fresh, 0.5)),
      'RSS, MiB': rounded(session.residentMiB()),
    };
  } finally {
    session.close();
  }
}

/** @param {unknown} error */
function reason(error) {
  return `no figure: ${error instanceof Error ? error.message : String(error)}`;
}
