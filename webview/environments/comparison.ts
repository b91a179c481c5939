import { byBaseName, lackedFields, type NamedEnvironment } from '../../contracts/environments.ts';
import type { ComparedSecret, ComparisonView } from '../../contracts/environments-messages.ts';

/** A secret of an environment, or an empty cell if it does not exist. */
export interface Cell {
  readonly name: string;
  readonly secret?: ComparedSecret;
  /** Fields that a counterpart has. */
  readonly lacks: readonly string[];
}

/** The counterparts with one base name, one per environment. */
export interface ComparisonRow {
  readonly base: string;
  readonly cells: readonly Cell[];
  readonly differs: boolean;
  /** Whether existing counterparts can be read by different agents. */
  readonly hasOtherAgents: boolean;
}

export function comparison(
  secrets: readonly ComparedSecret[],
  environments: readonly NamedEnvironment[],
): readonly ComparisonRow[] {
  return byBaseName(secrets, environments).map(({ base, secrets: counterparts }) => {
    const cells = environments.map(({ suffix }, index): Cell => {
      const secret = counterparts[index];
      const name = base + suffix;
      return secret ? { name, secret, lacks: lackedFields(secret, counterparts) } : { name, lacks: [] };
    });
    const readers = cells.flatMap(({ secret }) => (secret ? [secret.agentIds.toSorted().join('\n')] : []));
    return {
      base,
      cells,
      differs: cells.some(({ secret, lacks }) => !secret || lacks.length > 0),
      hasOtherAgents: new Set(readers).size > 1,
    };
  });
}

/** A secret is also found by its full name. */
export function shownRows(
  rows: readonly ComparisonRow[],
  { filter, show }: ComparisonView,
): readonly ComparisonRow[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter(({ cells, differs, hasOtherAgents }) => {
    const text = cells.map(({ name }) => name.toLowerCase()).join('\n');
    const isWanted = show === 'all' || differs || (show === 'agents' && hasOtherAgents);
    return isWanted && words.every((word) => text.includes(word));
  });
}
