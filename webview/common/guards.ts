import { isRecord } from '../../contracts/unknown-values.ts';
import type { GrantEnd, PanelAgent } from '../../contracts/panel-agent.ts';

/** Guards for what arrives from the extension host: a stranger until each part has been looked at. */
export type UnknownRecord = Readonly<Record<string, unknown>>;

/** The text, or `undefined` for anything else. */
export function textOf(data: unknown): string | undefined {
  return typeof data === 'string' ? data : undefined;
}

/** All items, if every one of them passes `itemOf`; one stranger spoils the list. */
export function listOf<Item>(
  data: unknown,
  itemOf: (item: unknown) => Item | undefined,
): readonly Item[] | undefined {
  if (!Array.isArray(data)) return undefined;
  const items = data.map((item: unknown) => itemOf(item)).filter((item) => item !== undefined);
  return items.length === data.length ? items : undefined;
}

export function agentOf(data: unknown): PanelAgent | undefined {
  if (!isRecord(data)) return undefined;
  const { agentId, agentName } = data;
  if (typeof agentId !== 'string' || typeof agentName !== 'string') return undefined;
  return { agentId, agentName };
}

/** Ends of grants, when the message has any; `undefined` when they are not ones. */
export function endsIn({ ends: data }: UnknownRecord): { ends?: readonly GrantEnd[] } | undefined {
  if (data === undefined) return {};
  const ends = listOf(data, grantEndOf);
  return ends && { ends };
}

function grantEndOf(data: unknown): GrantEnd | undefined {
  if (!isRecord(data)) return undefined;
  const { agentId, until } = data;
  if (typeof agentId !== 'string' || typeof until !== 'string') return undefined;
  return { agentId, until };
}

/** A dictionary of whole numbers from 0. */
export function countsOf(data: unknown): Readonly<Record<string, number>> | undefined {
  if (!isRecord(data)) return undefined;
  const counts = Object.entries(data).filter((entry): entry is [string, number] => isCount(entry[1]));
  return counts.length === Object.keys(data).length ? Object.fromEntries(counts) : undefined;
}

function isCount(data: unknown): data is number {
  return typeof data === 'number' && Number.isInteger(data) && data >= 0;
}
