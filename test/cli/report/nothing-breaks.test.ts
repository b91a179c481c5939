import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { dayMs, openReviewShell } from './review-shell.ts';

const secrets = Array.from(
  { length: 14 },
  (_, index) => `${index % 2 === 0 ? 'pay' : 'crm'}_${String(index)}`,
);
const agents = ['A', 'B', 'C', 'D'];
const inputs = ['0', '2', '4', '7'];

function random(seed: number) {
  let state = seed;
  return (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** A read in code, and the secrets that it reads at run time. */
interface Read {
  readonly code: string;
  readonly run: (argument: string) => string;
}

describe('after applying a plan', () => {
  it.each([1, 2, 3, 4])('each read that worked still works (random account %i)', async (seed) => {
    const next = random(seed);
    const secret = (): string => secrets[next(secrets.length)] ?? '';
    const reads = new Map<string, readonly Read[]>();
    const files = agents.flatMap((agent) => {
      // The code of D is elsewhere.
      const named = Array.from({ length: 1 + next(3) }, secret);
      const prefix = next(2) === 0 ? 'pay' : 'crm';
      const own: Read[] = named.map((name) => ({
        code: `conv.utils.get_secret("${name}")`,
        run: () => name,
      }));
      if (next(2) === 0)
        own.push({
          code: `conv.utils.get_secret(f"${prefix}_{argument}")`,
          run: (argument) => `${prefix}_${argument}`,
        });
      reads.set(agent, own);
      if (agent === 'D') return [];
      const body = own.map(({ code }) => `    ${code}\n`).join('');
      return `//- ${agent}/project.yaml\nproject_id: ${agent}\nproject_name: ${agent}\n//- ${agent}/f.py\ndef f(conv, argument):\n${body}`;
    });
    await using shell = await openReviewShell(`\n${files.join('')}`);
    const { test } = shell;
    await test.addAgents(...agents);
    for (const name of secrets)
      await test.addSecret(
        name,
        'not-a-real-value',
        agents.filter(() => next(3) > 0),
      );
    // Other programs read too: what they have read within 90 days must remain.
    const others: (readonly [agent: string, secret: string])[] = [];
    for (let day = 0; day < 150; day += 10) {
      const [agent, name] = [agents[next(agents.length)] ?? '', secret()];
      if ((await shell.read(agent, name)) === 200 && day > 150 - 90) others.push([agent, name]);
      test.advance(10 * dayMs);
    }
    expect(await shell.run(['access', 'plan', '--out', 'plan.json'])).toMatchObject({ code: 0 });
    const readsOfCode = async () => {
      const working: string[] = [];
      for (const [agent, own] of reads)
        for (const { run } of own)
          for (const argument of inputs)
            if ((await shell.read(agent, run(argument))) === 200) working.push(`${agent} ${run(argument)}`);
      return working;
    };
    const count = async (): Promise<number> => {
      const { output } = await shell.run(['secrets', 'list', '--json']);
      const { secrets: listed } = JSON.parse(output) as { secrets: { agentIds: string[] }[] };
      return listed.reduce((sum, { agentIds }) => sum + agentIds.length, 0);
    };
    const before = await count();
    expect(await shell.run(['access', 'apply', 'plan.json', '--yes'])).toMatchObject({ code: 0 });
    // Some access must have been revoked, otherwise nothing could break.
    expect(await count()).toBeLessThan(before);
    const after = await readsOfCode();
    for (const [agent, name] of others) expect(await shell.read(agent, name)).toBe(200);
    // The same reads, after all revoked access has been granted again.
    const plan = JSON.parse(readFileSync(shell.folder.path('plan.json'), 'utf8')) as {
      changes: { secret: string; revoke: { agent: string }[] }[];
    };
    for (const { secret: name, revoke } of plan.changes)
      await shell.run(['access', 'grant', name, '--agent', ...revoke.map(({ agent }) => agent)]);
    expect(await count()).toBe(before);
    expect(after).toEqual(await readsOfCode());
  });
});
