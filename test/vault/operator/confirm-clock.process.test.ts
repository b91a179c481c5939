import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import {
  bundleVaultCommandLine,
  type Served,
  type VaultCommandLine,
} from '../../cli/support/vault-command-line.ts';

const week = 7 * 86_400_000;

let cli: VaultCommandLine;
let folder: string;
let data: string;
let running: Served | undefined;
beforeAll(async () => {
  cli = await bundleVaultCommandLine();
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vault-clock-'));
  data = join(folder, 'data');
});
afterEach(async () => {
  await running?.stop();
  running = undefined;
  rmSync(folder, { recursive: true, force: true });
});

const vault = (...args: readonly string[]) => cli.run('vault', ...args, '--data', data);

/** The vault was off for a week, or its clock is a week ahead: both look alike. */
function knowTheTimeOfAWeekAgo(): void {
  const database = new Database(join(data, 'vault.db'));
  const known = JSON.stringify({ at: Date.now() - week });
  const update = database.prepare("update meta set value = ? where key = 'known_time'");
  expect(update.run(known).changes).toBe(1);
  database.close();
}

async function secondsAhead(): Promise<number | undefined> {
  const { stdout } = await vault('status', '--json');
  return (JSON.parse(stdout) as { clockAheadSeconds?: number }).clockAheadSeconds;
}

it('a vault that was off for a week says so, and prunes only after its clock is confirmed', async () => {
  await vault('init');
  expect(await secondsAhead()).toBeUndefined();
  knowTheTimeOfAWeekAgo();
  expect(Math.round((await secondsAhead()) ?? 0)).toBeGreaterThanOrEqual(week / 1000);
  running = await cli.serve('--data', data);
  expect(Math.round((await secondsAhead()) ?? 0)).toBeGreaterThanOrEqual(week / 1000 - 60);
  expect((await vault('status')).stdout).toMatch(/^Clock +7\.0 days ahead/m);
  const pruned = await vault('audit', 'prune', '--keep-days', '1', '--from', folder);
  expect(pruned).toMatchObject({ code: 2 });
  expect(pruned.stderr).toContain('vault confirm-clock');
  expect(await vault('confirm-clock')).toMatchObject({ code: 0 });
  expect(await secondsAhead()).toBeUndefined();
  await running.stop();
  running = undefined;
  expect(await secondsAhead()).toBeUndefined();
});

it('the clock of a stopped vault is confirmed too, and each time leaves an entry', async () => {
  await vault('init');
  knowTheTimeOfAWeekAgo();
  expect(await vault('confirm-clock', '--json')).toMatchObject({ code: 0 });
  expect(await secondsAhead()).toBeUndefined();
  const { stdout } = await vault('audit', 'export');
  expect(stdout.match(/"action":"vault\.confirm-clock"/g)).toHaveLength(1);
});
