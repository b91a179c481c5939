import type { CatalogSecret } from '../../contracts/catalog.ts';
import { type Due, dueSoon } from '../../contracts/due.ts';
import { compareNames } from '../../contracts/name-order.ts';

/** A secret of the account that expires soon, or whose rotation is due. */
export interface DueNode {
  readonly type: 'due';
  readonly name: string;
  readonly agentId: string;
  readonly due: Due;
}

/** The most urgent first. */
export function dueNodes(agentId: string, secrets: readonly CatalogSecret[], now: Date): readonly DueNode[] {
  return secrets
    .flatMap((secret): DueNode[] => {
      const due = dueSoon(secret, now);
      return due ? [{ type: 'due', name: secret.name, agentId, due }] : [];
    })
    .toSorted((one, other) => one.due.days - other.due.days || compareNames(one.name, other.name));
}
