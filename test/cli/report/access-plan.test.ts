import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AccessPlan } from '../../../review/index.ts';
import { folderPlace } from '../../../vault/archive/place.ts';
import { exportSegments } from '../../../vault/domain/audit/archive-segments.ts';
import { pruneLog } from '../../../vault/domain/audit/prune-log.ts';
import { sealSegments } from '../../../vault/domain/audit/seal-segments.ts';
import { makeTestDirectory } from '../../vault/support/test-vault.ts';
import { fetchOf } from '../support/vault-fetch.ts';
import { answering, dayMs, openReviewShell, type Outcome, type ReviewShell } from './review-shell.ts';

const fixture = `
//- booking/project.yaml
project_id: BOOKING
project_name: Hotel booking
//- booking/functions/pay.py
def pay(conv, market):
    conv.utils.get_secret("stripe")
    conv.utils.get_secret(f"order_{market}")
    return conv.utils.get_secret("ungranted")
//- clinic/project.yaml
project_id: CLINIC
project_name: Clinic
//- clinic/functions/look_up.py
def look_up(conv):
    return conv.utils.get_secret("records")
`;
const secrets = ['stripe', 'order_uk', 'records', 'old', 'older', 'busy', 'ungranted'];
const plan = ['access', 'plan', '--out', 'plan.json'];
const apply = ['access', 'apply', 'plan.json', '--yes'];

let shell: ReviewShell;
beforeEach(async () => {
  shell = await openReviewShell(fixture);
  const { test } = shell;
  await test.addAgents('BOOKING', 'CLINIC', 'ELSEWHERE');
  for (const name of secrets)
    await test.addSecret(
      name,
      `not-a-real-${name}`,
      name === 'ungranted' ? [] : ['BOOKING', 'CLINIC', 'ELSEWHERE'],
    );
});
afterEach(() => shell[Symbol.asyncDispose]());

function planned(): AccessPlan {
  return JSON.parse(readFileSync(shell.folder.path('plan.json'), 'utf8')) as AccessPlan;
}

/** `BOOKING old`, for each planned revoke. */
function revokes(): readonly string[] {
  return planned().changes.flatMap(({ secret, revoke }) => revoke.map(({ agent }) => `${agent} ${secret}`));
}

async function agentsOf(secret: string): Promise<readonly string[]> {
  const { output } = await shell.run(['access', 'list', secret, '--json']);
  return (JSON.parse(output) as { agentIds: string[] }).agentIds;
}

/** Every planned revoke would break nothing: the code does not read it, and it was granted 100 days ago. */
async function planAfterHundredDays(...more: readonly string[]): Promise<Outcome> {
  shell.test.advance(100 * dayMs);
  const outcome = await shell.run([...plan, ...more]);
  expect(outcome).toMatchObject({ code: 0 });
  return outcome;
}

/** Exports the audit log so far, and removes it from the vault. */
async function prune(): Promise<void> {
  const folder = makeTestDirectory();
  const place = folderPlace(folder);
  const { vault } = shell.test;
  const actor = { accountId: 'acc_test', actorId: 'operator', actorRole: 'vault', requestId: 'r' } as const;
  await shell.run(['agents', 'list']);
  for await (const _ of sealSegments(vault));
  for await (const _ of exportSegments(vault, place));
  for await (const _ of pruneLog(vault, { place, before: new Date(vault.now().getTime() + 1), actor }));
  rmSync(folder, { recursive: true });
}

describe('a plan', () => {
  it('revokes what is granted, not in the code and not read for 90 days, and nothing else', async () => {
    shell.test.advance(50 * dayMs);
    expect(await shell.read('BOOKING', 'busy')).toBe(200);
    shell.test.advance(50 * dayMs);
    const { output } = await shell.run(plan);
    // `order_uk` may be read by BOOKING, and no code of ELSEWHERE is here.
    expect(revokes()).toEqual([
      'CLINIC busy',
      'BOOKING old',
      'CLINIC old',
      'BOOKING older',
      'CLINIC older',
      'CLINIC order_uk',
      'BOOKING records',
      'CLINIC stripe',
    ]);
    expect(output).toContain('8 revokes on 6 secrets, in the account Test (acc_test)');
    expect(output).toMatch(/^revoke +BOOKING +old +not in the code; not read since 2026-01-11$/m);
    expect(await agentsOf('old')).toEqual(['BOOKING', 'CLINIC', 'ELSEWHERE']);
  });

  it('contains no value and no key', async () => {
    await planAfterHundredDays();
    const text = readFileSync(shell.folder.path('plan.json'), 'utf8');
    expect(text).not.toMatch(/not-a-real|ags_/);
  });

  it('revokes nothing that was granted or created less than 90 days ago', async () => {
    shell.test.advance(60 * dayMs);
    await shell.run(plan);
    expect(revokes()).toEqual([]);
    await shell.run(['access', 'revoke', 'old', '--agent', 'BOOKING']);
    await shell.run(['access', 'grant', 'old', '--agent', 'BOOKING']);
    shell.test.advance(40 * dayMs);
    await shell.run(plan);
    expect(revokes()).not.toContain('BOOKING old');
    expect(revokes()).toContain('CLINIC old');
  });

  it('counts a refused read as a use', async () => {
    shell.test.advance(60 * dayMs);
    await shell.run(['access', 'revoke', 'old', '--agent', 'BOOKING']);
    expect(await shell.read('BOOKING', 'old')).toBe(403);
    await shell.run(['access', 'grant', 'old', '--agent', 'BOOKING', '--until', '2027-01-01']);
    shell.test.advance(60 * dayMs);
    await shell.run([...plan, '--unread-days', '59']);
    expect(revokes()).toContain('BOOKING old');
    await shell.run([...plan, '--unread-days', '61']);
    expect(revokes()).not.toContain('BOOKING old');
  });

  it('plans by the code alone with --unread-days 0, without reading the audit log', async () => {
    await shell.run([...plan, '--unread-days', '0']);
    expect(revokes()).toContain('BOOKING busy');
    expect(planned().logSince).toBeUndefined();
  });

  it('revokes nothing because of a clock that is a year ahead', async () => {
    const now = new Date(shell.test.vault.now().getTime() + 365 * dayMs).toISOString();
    expect(await shell.run(plan, { now: () => now })).toMatchObject({ code: 0 });
    expect(revokes()).toEqual([]);
  });

  it('revokes nothing of an agent of which only a part was analyzed', async () => {
    await planAfterHundredDays('booking/functions', 'clinic');
    expect(revokes().filter((one) => one.startsWith('BOOKING'))).toEqual([]);
    expect(revokes()).toContain('CLINIC old');
  });

  it('revokes nothing of an agent whose code contains a file that cannot be analyzed', async () => {
    shell.folder.write('booking/functions/huge.py', `${'#'.repeat(5_000_001)}\n`);
    await planAfterHundredDays();
    expect(revokes().filter((one) => one.startsWith('BOOKING'))).toEqual([]);
    expect(revokes()).toContain('CLINIC old');
  });

  it('says since when the log is known if older entries were pruned', async () => {
    shell.test.advance(70 * dayMs);
    await prune();
    const { output } = await planAfterHundredDays('--unread-days', '120');
    expect(revokes()).toEqual([]);
    expect(output).toMatch(/empty plan.*The audit log covers the time since 2026-03-12T/);
  });

  it('grants what the code reads without access only with --grant-used', async () => {
    await planAfterHundredDays();
    expect(planned().changes.flatMap(({ grant }) => grant)).toEqual([]);
    const { output } = await shell.run([...plan, '--grant-used']);
    expect(output).toMatch(/^GRANT +BOOKING +ungranted +booking\/functions\/pay\.py:4 reads it$/m);
    await shell.run(apply);
    expect(await agentsOf('ungranted')).toEqual(['BOOKING']);
  });

  it('does not grant in an account with a second approver', async () => {
    await shell.run(['account', 'second-approver', 'on', '--yes']);
    const refused = await shell.run([...plan, '--grant-used']);
    expect(refused).toMatchObject({ code: 2, output: '' });
    expect(refused.notes).toContain('requires two approvers');
  });

  it('needs a role that can read the audit log', async () => {
    const key = await shell.test.issue('author');
    expect((await shell.run(plan, { key })).notes).toContain(
      'The role author cannot list the access of the account.',
    );
    const reviewer = await shell.test.issue('reviewer');
    expect(await shell.run(plan, { key: reviewer })).toMatchObject({ code: 0 });
  });

  it('is not written if the vault does not answer', async () => {
    const offline = await shell.run(plan, { fetch: () => Promise.reject(new Error('offline')) });
    expect(offline).toMatchObject({ code: 2, output: '' });
    expect(offline.notes).toContain('no answer');
    expect(() => planned()).toThrow('ENOENT');
  });
});

describe('applying a plan', () => {
  it('shows the changes, asks, and makes all of them', async () => {
    await planAfterHundredDays();
    const declined = await shell.run(['access', 'apply', 'plan.json'], answering('n'));
    expect(declined).toMatchObject({ code: 2, output: '' });
    expect(declined.notes).toContain('Nothing was changed.');
    expect(await agentsOf('old')).toEqual(['BOOKING', 'CLINIC', 'ELSEWHERE']);
    const done = await shell.run(['access', 'apply', 'plan.json'], answering('y'));
    expect(done).toMatchObject({ code: 0, output: 'Done: 9 revokes on 6 secrets.\n' });
    expect(done.notes).toMatch(/^revoke +CLINIC +order_uk /m);
    expect(await agentsOf('old')).toEqual(['ELSEWHERE']);
    expect(await agentsOf('stripe')).toEqual(['BOOKING', 'ELSEWHERE']);
    expect(await shell.read('BOOKING', 'stripe')).toBe(200);
  });

  it('does nothing without a terminal, unless --yes is given', async () => {
    await planAfterHundredDays();
    expect((await shell.run(['access', 'apply', 'plan.json'])).notes).toContain('Add --yes');
    expect(await agentsOf('old')).toHaveLength(3);
  });

  it('changes nothing if one list has changed, and names it', async () => {
    await planAfterHundredDays();
    await shell.run(['access', 'revoke', 'older', '--agent', 'ELSEWHERE']);
    const refused = await shell.run(apply);
    expect(refused).toMatchObject({ code: 2, output: '' });
    expect(refused.notes).toContain('have changed since the plan was made: "older". Make a new plan');
    expect(await agentsOf('old')).toHaveLength(3);
    expect(await agentsOf('older')).toEqual(['BOOKING', 'CLINIC']);
  });

  it('changes nothing if a list changes while the user is asked', async () => {
    await planAfterHundredDays();
    const asked = answering('y');
    const refused = await shell.run(['access', 'apply', 'plan.json'], {
      input: {
        ...asked.input,
        ask: async (...given) => {
          await shell.run(['access', 'revoke', 'older', '--agent', 'ELSEWHERE']);
          return asked.input.ask(...given);
        },
      },
    });
    expect(refused.notes).toContain('have changed since the plan was made: "older".');
    expect(await agentsOf('old')).toHaveLength(3);
  });

  it('changes nothing if a secret was deleted, or read since', async () => {
    await planAfterHundredDays();
    expect(await shell.read('BOOKING', 'old')).toBe(200);
    expect((await shell.run(apply)).notes).toContain(
      'have been read since the plan was created: "old" by BOOKING.',
    );
    await shell.run(['secrets', 'delete', 'older', '--yes']);
    expect((await shell.run(apply)).notes).toContain('"older" (deleted)');
    expect(await agentsOf('old')).toHaveLength(3);
  });

  it('changes nothing if reads since the plan are no longer in the log', async () => {
    await planAfterHundredDays();
    await shell.read('BOOKING', 'old');
    await prune();
    const refused = await shell.run(apply);
    expect(refused).toMatchObject({ code: 2, output: '' });
    expect(refused.notes).toContain('the audit log since the plan was made was pruned');
    expect(await agentsOf('old')).toHaveLength(3);
  });

  it('is refused for another vault or account, and for another role', async () => {
    await planAfterHundredDays();
    const other = await shell.run([...apply, '--vault', 'http://127.0.0.1:9999']);
    expect(other.notes).toContain(
      'is a plan for the vault http://127.0.0.1:8250, but you are using http://127.0.0.1:9999',
    );
    writeFileSync(shell.folder.path('plan.json'), JSON.stringify({ ...planned(), accountId: 'acc_other' }));
    expect((await shell.run(apply)).notes).toContain('is a plan for the account Test (acc_other)');
    await shell.run(plan);
    const key = await shell.test.issue('reviewer');
    expect((await shell.run(apply, { key })).notes).toContain('The role reviewer cannot change access.');
    expect(await agentsOf('old')).toHaveLength(3);
  });

  it('is refused by the vault if it grants and two approvers are required since', async () => {
    await planAfterHundredDays('--grant-used');
    await shell.run(['account', 'second-approver', 'on', '--yes']);
    const refused = await shell.run(apply);
    expect(refused).toMatchObject({ code: 2, output: '' });
    expect(refused.notes).toContain('Nothing was changed. A plan without --grant-used only revokes access.');
    expect(await agentsOf('old')).toHaveLength(3);
    await shell.run(plan);
    expect(await shell.run(apply)).toMatchObject({ code: 0 });
  });

  it('says how to find out what happened if the answer is lost', async () => {
    await planAfterHundredDays();
    const whole = fetchOf(shell.test);
    const lost = await shell.run(apply, {
      fetch: async (url, request) => {
        const answer = await whole(url, request);
        if (url.endsWith('/access-changes')) throw new Error('connection reset');
        return answer;
      },
    });
    expect(lost).toMatchObject({ code: 2, output: '' });
    expect(lost.notes).toContain('Either all changes were made, or none: run the same command again.');
    expect((await shell.run(apply)).notes).toContain('have changed since the plan was made: "busy", "old"');
    expect(await agentsOf('old')).toEqual(['ELSEWHERE']);
  });

  it('revokes access that would expire by itself, and says when', async () => {
    await shell.run(['access', 'grant', 'old', '--agent', 'BOOKING', '--until', '2027-01-01']);
    const { output } = await planAfterHundredDays();
    expect(output).toMatch(/^revoke +BOOKING +old .*would expire on 2027-01-01T/m);
    expect(await shell.run(apply)).toMatchObject({ code: 0 });
    expect(await agentsOf('old')).toEqual(['ELSEWHERE']);
  });

  it.each([
    ['a missing file', undefined, 'cannot be read'],
    ['another file', '{"version":1}', 'is not a plan of this version'],
    ['half a file', '{"kind":"agent-secrets-access-plan"', 'is not a plan of this version'],
  ])('names %s', async (_, text, sentence) => {
    if (text !== undefined) shell.folder.write('plan.json', text);
    const refused = await shell.run(apply);
    expect(refused).toMatchObject({ code: 2, output: '' });
    expect(refused.notes).toContain(sentence);
  });

  it('does nothing for an empty plan', async () => {
    await shell.run(plan);
    expect(await shell.run(apply)).toMatchObject({ code: 0, output: 'The plan changes nothing.\n' });
  });
});
