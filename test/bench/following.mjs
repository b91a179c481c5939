// How long a file takes whose secret name may grow in each of many branches, and how soon another file gets
// its answer while one exceeds its budget of steps: `node test/bench/following.mjs`, after a build.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { LspSession } from './support/lsp-session.mjs';
import { quantile, rounded } from './support/statistics.mjs';

const lengths = [2, 6, 12, 25, 50, 100, 200];
const rounds = 7;
const small = { file: 'functions/small.py', text: 'def f(conv):\n    conv.utils.get_secret("crm_api")\n' };

/** @type {Readonly<Record<string, { readonly languageId: string, readonly branches: (length: number) => string, readonly busy: string }>>} */
const languages = {
  ts: {
    languageId: 'typescript',
    branches: (length) =>
      `export function f(conv, o) {\n  let name = 'crm';\n${each(length, (at) => `  if (o.a${at}) name = name + '_${at}';\n`)}  return conv.utils.getSecret(name);\n}\n`,
    busy: `${each(8, (at) => `function f${at}(n) {\n${each(8, (to) => `  if (n.a${to}) return f${to}(n + "${at}");\n`)}  return n;\n}\n`)}export function f(conv) {\n${each(300, (at) => `  conv.utils.getSecret(f${at % 8}("a${at}"));\n`)}}\n`,
  },
  py: {
    languageId: 'python',
    branches: (length) =>
      `def f(conv, o):\n    name = 'crm'\n${each(length, (at) => `    if o.a${at}:\n        name = name + '_${at}'\n`)}    return conv.utils.get_secret(name)\n`,
    busy: `${each(8, (at) => `def f${at}(n):\n${each(8, (to) => `    if n.a${to}:\n        return f${to}(n + "${at}")\n`)}    return n\n`)}def f(conv):\n${each(100, (at) => `    conv.utils.get_secret(f${at % 8}("a${at}"))\n`)}`,
  },
};

const folder = mkdtempSync(path.join(os.tmpdir(), 'following-'));
/** @type {Record<string, unknown>} */
const figures = {};
try {
  mkdirSync(path.join(folder, 'functions'));
  writeFileSync(path.join(folder, 'project.yaml'), 'project_id: bench\nproject_name: Bench\n');
  writeFileSync(path.join(folder, small.file), small.text);
  const command = [path.resolve('dist/server.js'), '--stdio'];
  const session = new LspSession({
    command,
    folder,
    file: small.file,
    languageId: 'python',
    marker: 'crm',
    pull: true,
  });
  await session.initialize();
  await session.didOpen();
  for (const [ending, { languageId, branches, busy }] of Object.entries(languages)) {
    await diagnosed(session, `warm.${ending}`, languageId, branches(2));
    for (const length of lengths)
      figures[`${ending}, ${length} branches, ms`] = await median(
        session,
        ending,
        languageId,
        branches(length),
      );
    Object.assign(figures, await whileBusy(session, ending, languageId, busy));
  }
  session.child.kill();
  console.log(JSON.stringify(figures, undefined, 2));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/**
 * @param {LspSession} session
 * @param {string} ending
 * @param {string} languageId
 * @param {string} text
 */
async function median(session, ending, languageId, text) {
  const times = [];
  for (let round = 0; round < rounds; round++) {
    const started = performance.now();
    await diagnosed(session, `${round}-${text.length}.${ending}`, languageId, text);
    times.push(performance.now() - started);
  }
  return rounded(quantile(times, 0.5));
}

/**
 * Opens a text and waits for its findings.
 * @param {LspSession} session
 * @param {string} name
 * @param {string} languageId
 * @param {string} text
 */
async function diagnosed({ connection }, name, languageId, text) {
  const uri = pathToFileURL(path.join(folder, 'functions', name)).href;
  await connection.sendNotification('textDocument/didOpen', {
    textDocument: { uri, languageId, version: 1, text },
  });
  await connection.sendRequest('textDocument/diagnostic', { textDocument: { uri } });
}

/**
 * Hovers over the small file until the busy one has its findings.
 * @param {LspSession} session
 * @param {string} ending
 * @param {string} languageId
 * @param {string} text
 */
async function whileBusy(session, ending, languageId, text) {
  const started = performance.now();
  const state = { isBusy: true };
  const busy = diagnosed(session, `busy.${ending}`, languageId, text).finally(() => (state.isBusy = false));
  const times = [];
  while (state.isBusy) {
    const asked = performance.now();
    await session.connection.sendRequest('textDocument/hover', {
      textDocument: { uri: session.uri },
      position: { line: 1, character: 29 },
    });
    times.push(performance.now() - asked);
  }
  await busy;
  return {
    [`${ending}, busy file, ms`]: rounded(performance.now() - started),
    [`${ending}, hover in another file meanwhile, p50 ms`]: rounded(quantile(times, 0.5)),
    [`${ending}, … slowest, ms`]: rounded(Math.max(...times)),
  };
}

/**
 * @param {number} count
 * @param {(at: number) => string} code
 */
function each(count, code) {
  return Array.from({ length: count }, (_, at) => code(at)).join('');
}
