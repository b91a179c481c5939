import type { AuditPerson, AuditView, EventKind } from '../../contracts/audit-messages.ts';
import { isView } from '../../contracts/audit-views.ts';
import { compareNames } from '../../contracts/name-order.ts';
import type { AuditEvent } from '../../contracts/vault-api/audit.ts';
import type { AuditSearch } from '../../vault-client/index.ts';

export const firstAuditView: AuditView = {
  kind: 'activity',
  outcome: 'any',
  who: '',
  secret: '',
  agentId: '',
  period: 'any',
  since: '',
  until: '',
};

/** Actions in the vault's notation; every action belongs to one kind, apart from the views. */
const actionsOf: Readonly<Record<EventKind, string>> = {
  activity: '',
  secrets: 'secret.*,version.*',
  access: 'access.*,request.*',
  reads: 'value.*',
  people: 'user.*,token.*,credentials.*,sign-in,sign-out',
  agents: 'agent.*,identity.*,assistant.*,catalog.*',
  environment: 'environment.*,sandbox.*',
  vault: 'account.*,audit.*,events.*,keys.*,vault.*',
  views: '',
  all: '',
};

/** The filters that the vault applies. `now` is in milliseconds. */
export function auditSearch(view: AuditView, now: number): AuditSearch {
  const { kind, outcome, who, secret, agentId, period } = view;
  const [by = '', id = ''] = who.split(' ');
  const span =
    period === 'dates'
      ? { since: view.since, until: view.until }
      : {
          since:
            period === 'any' ? '' : new Date(now - Number.parseInt(period, 10) * 3_600_000).toISOString(),
        };
  const search = {
    action: actionsOf[kind],
    decision: outcome === 'any' ? '' : outcome,
    [by]: id,
    secretName: secret,
    agentId,
    ...span,
  };
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== ''));
}

/** Whether to show an event that the vault found: views only on request, unless they were refused. */
export function isInView({ kind }: AuditView, event: AuditEvent): boolean {
  if (kind === 'views') return isView(event);
  return kind === 'all' || event.decision !== 'allowed' || !isView(event);
}

interface Named {
  readonly id: string;
  readonly name: string;
}

/** Everyone whose actions can be filtered: users, then tokens that belong to none, each by name. */
export function auditPeople(
  users: readonly Named[],
  tokens: readonly (Named & { readonly userId?: string })[],
): readonly AuditPerson[] {
  return [
    ...byName(users).map(({ id, name }) => ({ key: `userId ${id}`, name }) as const),
    ...byName(tokens.filter(({ userId }) => userId === undefined)).map(
      ({ id, name }) => ({ key: `actorId ${id}`, name }) as const,
    ),
  ];
}

function byName<T extends Named>(all: readonly T[]): readonly T[] {
  return all.toSorted((a, b) => compareNames(a.name, b.name));
}
