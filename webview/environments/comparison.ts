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
    return { base, cells, differs: cells.some(({ secret, lacks }) => !secret || lacks.length > 0) };
  });
}

/** A secret is also found by its full name. */
export function shownRows(
  rows: readonly ComparisonRow[],
  { filter, show }: ComparisonView,
): readonly ComparisonRow[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter(({ cells, differs }) => {
    const text = cells.map(({ name }) => name.toLowerCase()).join('\n');
    return (show === 'all' || differs) && words.every((word) => text.includes(word));
  });
}
