import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Usage } from '../../../review/index.ts';
import { dayMs, openReviewShell, type ReviewShell } from './review-shell.ts';

const fixture = `
//- booking/project.yaml
project_id: BOOKING
project_name: Hotel booking
//- booking/functions/pay.py
def pay(conv, market):
    conv.utils.get_secret("stripe")
    conv.utils.get_secret("stirpe")
    conv.utils.get_secret(f"order_{market}")
    return conv.utils.get_secret("ungranted")
//- booking/notes.ipynb
{"cells": [{"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": null,
  "source": ["conv.utils.get_secret(\\"notebook\\")"]}], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
`;

let shell: ReviewShell;
beforeEach(async () => {
  shell = await openReviewShell(fixture);
  const { test } = shell;
  await test.addAgents('BOOKING', 'ELSEWHERE');
  for (const name of ['stripe', 'order_uk', 'old', 'busy', 'notebook'])
    await test.addSecret(name, 'not-a-real-value', ['BOOKING', 'ELSEWHERE']);
  await test.addSecret('ungranted', 'not-a-real-value');
  test.advance(100 * dayMs);
  await shell.read('BOOKING', 'busy');
});
afterEach(() => shell[Symbol.asyncDispose]());

async function access(...args: readonly string[]): Promise<readonly Usage[]> {
  const { output } = await shell.run(['report', '--format', 'json', ...args]);
  return (JSON.parse(output) as { access: Usage[] }).access;
}

async function statesOf(
  agent: string,
  ...args: readonly string[]
): Promise<Readonly<Record<string, string>>> {
  const rows = (await access(...args)).filter((row) => row.agent === agent);
  return Object.fromEntries(rows.map(({ secret, state, isStale }) => [secret, isStale ? 'stale' : state]));
}

describe('a report', () => {
  it('joins what is granted, what the code reads and what was read', async () => {
    expect(await statesOf('BOOKING')).toEqual({
      busy: 'unused',
      notebook: 'used',
      old: 'stale',
      order_uk: 'maybe',
      stirpe: 'nonexistent',
      stripe: 'used',
      ungranted: 'missing',
    });
    const rows = await access();
    expect(rows.find(({ agent, secret }) => agent === 'BOOKING' && secret === 'stripe')?.places).toEqual([
      { path: 'booking/functions/pay.py', line: 2 },
    ]);
    expect(rows.find(({ agent, secret }) => agent === 'BOOKING' && secret === 'busy')?.lastRead).toMatch(
      /^2026-04-11T/,
    );
  });

  it('calls nothing unused of an agent without code in this folder', async () => {
    expect(new Set(Object.values(await statesOf('ELSEWHERE')))).toEqual(new Set(['no-code']));
  });

  it('as text starts with what can be revoked', async () => {
    const { output, code } = await shell.run(['report']);
    expect(code).toBe(0);
    expect(output).toMatch(/^Granted, not in the code, not read for 90 days \(1\)\n/);
    expect(output).toMatch(/^BOOKING +old +not since 2026-01-11$/m);
    expect(output).toMatch(/^BOOKING +order_uk +not since 2026-01-11 +booking\/functions\/pay\.py:4$/m);
    expect(output).toContain('10 grants of 2 agents: 1 unused and unread, 1 unused, 1 maybe used, 2 used');
    expect(output).toContain('Reads come from its audit log, which starts on 2026-01-11T');
  });

  it('does not claim more than the key can see', async () => {
    const key = await shell.test.issue('author');
    const { output, notes, code } = await shell.run(['report', '--format', 'json'], { key });
    expect(code).toBe(0);
    expect(notes).toContain('the role author cannot read the audit log');
    const rows = (JSON.parse(output) as { access: Usage[] }).access;
    expect(new Set(rows.map(({ agent }) => agent))).toEqual(new Set(['BOOKING']));
    expect(rows.find(({ secret }) => secret === 'old')).toMatchObject({ state: 'unused', isStale: false });
  });

  it('works with a snapshot, without reads', async () => {
    await shell.run(['catalog', 'export', '--out', 'catalog.json']);
    const offline = { fetch: () => Promise.reject(new Error('offline')) };
    const { output, code } = await shell.run(['report', '--catalog', 'catalog.json'], offline);
    expect(code).toBe(0);
    expect(output).toMatch(/^BOOKING +old$/m);
    expect(output).toContain('Reads are unknown.');
    const both = ['report', '--catalog', 'catalog.json', '--vault', 'http://127.0.0.1:1'];
    expect((await shell.run(both)).notes).toContain('Use either --catalog or --vault, not both.');
  });

  it('says why code is not analyzed completely', async () => {
    shell.folder.write('booking/functions/huge.py', `${'#'.repeat(5_000_001)}\n`);
    expect(await statesOf('BOOKING')).toMatchObject({ old: 'incomplete', stripe: 'used' });
    const { output } = await shell.run(['report']);
    expect(output).toContain('BOOKING: booking/functions/huge.py is larger than 5 MB and was left out.');
  });

  it('treats code outside the folder of any agent as code of every agent', async () => {
    shell.folder.write('shared.py', 'def read(conv):\n    return conv.utils.get_secret("old")\n');
    expect(await statesOf('BOOKING')).toMatchObject({ old: 'maybe', busy: 'unused' });
  });

  it('writes a whole file or none', async () => {
    const written = await shell.run(['report', '--format', 'csv', '--out', 'reports/access.csv']);
    expect(written).toMatchObject({ code: 0, output: '', notes: 'Wrote the report to reports/access.csv.' });
    expect(readFileSync(shell.folder.path('reports/access.csv'), 'utf8')).toMatch(
      /^agent,agent_name,secret,state,/,
    );
    expect(await shell.run(['report', '--out', 'reports'])).toMatchObject({ code: 2, output: '' });
  });

  it('names a folder without code, and a wrong number of days', async () => {
    shell.folder.write('empty/readme.txt', '');
    expect((await shell.run(['report', 'empty'])).notes).toContain('Nothing to compare in empty');
    expect(await shell.run(['report', '--unread-days', '-1'])).toMatchObject({ code: 2, output: '' });
  });
});
