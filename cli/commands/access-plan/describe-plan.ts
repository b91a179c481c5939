import { visible } from '../../../contracts/visible-text.ts';
import type { AccessPlan } from '../../../review/index.ts';
import { type Column, counted, table } from '../../output/table.ts';

interface Step {
  readonly verb: 'revoke' | 'GRANT';
  readonly agent: string;
  readonly secret: string;
  readonly why: string;
}

const columns: readonly Column<Step>[] = [
  { head: 'CHANGE', cell: ({ verb }) => verb },
  { head: 'AGENT', cell: ({ agent }) => agent },
  { head: 'SECRET', cell: ({ secret }) => secret },
  { head: 'WHY', cell: ({ why }) => why },
];

/** Lists and counts the changes of the plan. Without a trailing line break. */
export function describePlan(plan: AccessPlan): string {
  const steps = plan.changes.flatMap(({ secret, revoke, grant }): readonly Step[] => [
    ...revoke.map(({ agent, unreadSince, until }): Step => {
      const end = until === undefined ? '' : `; would expire on ${until}`;
      return { verb: 'revoke', agent, secret, why: `${reason(unreadSince)}${end}` };
    }),
    ...grant.map(({ agent, path, line }): Step => ({
      verb: 'GRANT',
      agent,
      secret,
      why: `${path}:${String(line)} reads it`,
    })),
  ]);
  if (steps.length === 0) return 'Nothing to change.';
  const counts = countsOf(plan);
  const where = `account ${visible(plan.accountName)} (${visible(plan.accountId)}) at ${visible(plan.vault)}`;
  return `${table(columns, steps, { colour: false })}\n\n${counts}, in the ${where}.`;
}

/** `3 revokes and 1 grant on 3 secrets` */
export function countsOf({ changes }: AccessPlan): string {
  const revokes = changes.reduce((sum, { revoke }) => sum + revoke.length, 0);
  const grants = changes.reduce((sum, { grant }) => sum + grant.length, 0);
  const parts = [
    ...(revokes > 0 ? [counted(revokes, 'revoke')] : []),
    ...(grants > 0 ? [counted(grants, 'grant')] : []),
  ];
  return `${parts.join(' and ')} on ${counted(changes.length, 'secret')}`;
}

function reason(unreadSince: string | undefined): string {
  return unreadSince === undefined
    ? 'not in the code; the audit log was not used'
    : `not in the code; not read since ${unreadSince.slice(0, 10)}`;
}
