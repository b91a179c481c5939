// A large workspace in the language server: `node test/bench/workspace.mjs`, after a build.
// 1,000 agents, 10,000 functions, 10,000 secrets; 20 files of four agents are open.
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { LspSession } from './support/lsp-session.mjs';
import { measure, pause, quantile, rounded } from './support/statistics.mjs';
import {
  agentId,
  agents,
  catalogOf,
  functionFile,
  functionsPerAgent,
  marker,
  secrets,
  writeWorkspaceFixture,
} from './support/workspace-fixture.mjs';

const openFiles = Array.from({ length: 20 }, (_, i) => functionFile(i % 4, Math.floor(i / 4)));
const [firstFile = ''] = openFiles;

const folder = mkdtempSync(path.join(os.tmpdir(), 'agent-secrets-bench-'));
writeWorkspaceFixture(folder);
const session = new LspSession({
  command: [path.resolve('dist/server.js'), '--stdio'],
  folder,
  file: firstFile,
  languageId: 'python',
  marker,
  pull: true,
});
let isRevoked = false;
session.connection.onRequest('agentSecrets/catalog', (/** @type {{ agentId: string }} */ { agentId: id }) =>
  catalogOf(id, isRevoked),
);

try {
  console.log(JSON.stringify(await figures(), null, 1));
} finally {
  session.close();
  rmSync(folder, { recursive: true, force: true });
}

async function figures() {
  const { connection } = session;
  await session.initialize();
  for (const file of openFiles.toReversed()) {
    session.open(file);
    await session.didOpen();
  }
  await session.complete(1);
  await pause(1500); // The start is over, and the catalogs are loaded.
  const typing = await measure(200, async (round) => {
    void session.type(round);
    const items = await session.complete(round);
    if (round % 2 === 1 && items.length < functionsPerAgent)
      throw new Error(`only ${items.length} names offered`);
  });
  const rssMiB = session.residentMiB();
  const changed = await measure(10, async () => {
    isRevoked = !isRevoked;
    const told = new Promise((resolve) => {
      connection.onRequest('workspace/diagnostic/refresh', () => {
        resolve(undefined);
        return null;
      });
    });
    void connection.sendNotification('agentSecrets/catalogChanged', {});
    await told;
    await Promise.all(openFiles.map((file) => expectFindings(file, isRevoked ? 1 : 0)));
  });
  const indexStarted = performance.now();
  await Promise.all(Array.from({ length: agents }, (_, agent) => countUses(agentId(agent))));
  return {
    agents,
    functions: agents * functionsPerAgent,
    secrets,
    'files open': openFiles.length,
    'keystroke to completion, p50 ms': rounded(quantile(typing, 0.5)),
    'keystroke to completion, p99 ms': rounded(quantile(typing, 0.99)),
    'RSS after typing, MiB': rounded(rssMiB),
    'catalog change to fresh findings in all open files, p50 ms': rounded(quantile(changed, 0.5)),
    'index of all agents, ms': rounded(performance.now() - indexStarted),
    'RSS with the index, MiB': rounded(session.residentMiB()),
  };
}

/**
 * Repeats the request while the server still waits for the catalog, as editors do on a refresh.
 * @param {string} file
 * @param {number} expected
 */
async function expectFindings(file, expected) {
  const uri = pathToFileURL(path.join(folder, file)).href;
  for (const end = performance.now() + 20_000; performance.now() < end;) {
    /** @type {{ items: unknown[] }} */
    const { items } = await session.connection.sendRequest('textDocument/diagnostic', {
      textDocument: { uri },
    });
    if (items.length === expected) return;
    await pause(1);
  }
  throw new Error(`${file} did not come to have ${expected} findings`);
}

/** @param {string} id */
async function countUses(id) {
  for (const end = performance.now() + 120_000; performance.now() < end;) {
    /** @type {{ names: object, complete: boolean }} */
    const { names, complete } = await session.connection.sendRequest('agentSecrets/uses', { agentId: id });
    if (complete) {
      if (Object.keys(names).length < functionsPerAgent) throw new Error(`${id} has lost its uses`);
      return;
    }
    await pause(50);
  }
  throw new Error(`${id} was never read`);
}
