// How long the extension takes to load and activate in a real editor, next to the built-in JSON extension in
// the same windows: `node test/bench/activation.mjs`, after `npm run package`. Figures are the editor's own
// ("Developer: Startup Performance"), in milliseconds, medians of five windows; the time until the language
// server is ready comes from the extension's log and counts from its activation.
import { glob, readFile } from 'node:fs/promises';
import path from 'node:path';
import { startWorld } from '../e2e/support/world.ts';
import { Workbench } from '../e2e/support/workbench.ts';
import { quantile } from './support/statistics.mjs';

const windows = 5;
const extensions = {
  ours: 'agent-secrets.agent-secrets',
  builtInJson: 'vscode.json-language-features',
};

/** @type {Record<string, { loadCode: number[], callActivate: number[], finishActivate: number[] }>} */
const measured = Object.fromEntries(
  Object.keys(extensions).map((name) => [name, { loadCode: [], callActivate: [], finishActivate: [] }]),
);

/** @type {number[]} */
const serverReady = [];

const world = await startWorld();
try {
  const { context } = await world.openWorkbench();
  for (let round = 0; round < windows; round++) {
    const window = await Workbench.open(context, world.editor.url);
    await window.openFile('hotel-booking/agent_settings/experimental_config.json');
    await window.openFile('hotel-booking/functions/take_deposit.py');
    await window.page.waitForTimeout(3000);
    const report = await fullReport(window);
    for (const [name, id] of Object.entries(extensions)) record(name, rowOf(report, id));
    await window.page.close();
  }
  for await (const file of glob('logs/**/Agent Secrets.log', { cwd: world.editor.userData })) {
    const log = await readFile(path.join(world.editor.userData, file), 'utf8');
    serverReady.push(...[...log.matchAll(/ready after (\d+) ms/g)].map(([, time]) => Number(time)));
  }
} finally {
  await world.close();
}

const medians = Object.fromEntries(
  Object.entries(measured).map(([name, columns]) => [
    name,
    Object.fromEntries(Object.entries(columns).map(([column, times]) => [column, quantile(times, 0.5)])),
  ]),
);
console.log(JSON.stringify({ windows, ...medians, serverReady: quantile(serverReady, 0.5) }, null, 1));

/**
 * A busy machine activates late: repeats until every extension is in the report.
 * @param {Workbench} window
 */
async function fullReport(window) {
  for (let attempt = 0; ; attempt++) {
    const report = await startupReport(window);
    if (attempt === 10 || Object.values(extensions).every((id) => report.includes(id))) return report;
    await window.page.keyboard.press('Control+F4');
    await window.page.waitForTimeout(2000);
  }
}

/**
 * @param {Workbench} window
 * @returns {Promise<string>}
 */
async function startupReport({ page }) {
  await page.keyboard.press('F1');
  await page.keyboard.type('Developer: Startup Performance');
  await page.keyboard.press('Enter');
  await page.locator('.tab.active', { hasText: 'Startup Performance' }).waitFor();
  await page.waitForTimeout(1000);
  await page.keyboard.press('Control+A');
  await page.keyboard.press('Control+C');
  return page.evaluate(() => navigator.clipboard.readText());
}

/**
 * @param {string} report
 * @param {string} id
 */
function rowOf(report, id) {
  const row = report.split(/\n/).find((line) => line.split('|')[1]?.trim() === id);
  if (!row) throw new Error(`${id} is not in the editor's report`);
  const [, , , loadCode, callActivate, finishActivate] = row.split('|').map((cell) => cell.trim());
  return {
    loadCode: Number(loadCode),
    callActivate: Number(callActivate),
    finishActivate: Number(finishActivate),
  };
}

/**
 * @param {string} name
 * @param {{ loadCode: number, callActivate: number, finishActivate: number }} row
 */
function record(name, row) {
  const columns = measured[name];
  if (!columns) return;
  columns.loadCode.push(row.loadCode);
  columns.callActivate.push(row.callActivate);
  columns.finishActivate.push(row.finishActivate);
}
