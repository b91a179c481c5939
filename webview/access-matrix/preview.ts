import type { PanelAgent } from '../../contracts/panel-agent.ts';
import { t } from '../common/words.ts';
import { grantsText, revokesText } from '../common/access-words.ts';
import { placesText } from './cell-words.ts';
import {
  type CellRef,
  changesOf,
  isGranted,
  isWanted,
  kindOf,
  type MatrixState,
  usesOf,
  wishOf,
} from './matrix.ts';

export interface PreviewRow {
  readonly cell: CellRef;
  readonly agentName: string;
  readonly granted: boolean;
  /** Number of locations that will start to raise `MissingAccess`. */
  readonly breaks: number;
  readonly impact: string;
}

/** Sorted: revokes that break code, then other revokes, then grants. */
export function previewOf(state: MatrixState): readonly PreviewRow[] {
  const rows = changesOf(state).flatMap(({ name, grant, revoke }) =>
    [...revoke, ...grant].map((agentId) => previewRow(state, { name, agentId })),
  );
  return rows.toSorted((a, b) => b.breaks - a.breaks || Number(a.granted) - Number(b.granted));
}

/** `2 grants, 1 revoke in 3 secrets`; `Nothing selected` */
export function selectionText(state: MatrixState): string {
  const changes = changesOf(state);
  const grants = changes.flatMap(({ grant }) => grant).length;
  const revokes = changes.flatMap(({ revoke }) => revoke).length;
  if (changes.length === 0) return t('Nothing selected');
  const both = [grantsText(grants), revokesText(revokes)].filter(Boolean).join(', ');
  return changes.length === 1 ? t('{0} in 1 secret', both) : t('{0} in {1} secrets', both, changes.length);
}

export interface MatrixConflictRow {
  readonly cell: CellRef;
  readonly agentName: string;
  readonly before: boolean;
  readonly now: boolean;
  readonly afterSave: boolean;
}

/** The cells for which the versions differ; empty unless there was a conflict. */
export function matrixConflict(state: MatrixState): readonly MatrixConflictRow[] {
  return [...state.before].flatMap(([name, before]) => {
    const now = state.granted.get(name) ?? new Set<string>();
    const wished = state.wishes.get(name)?.keys() ?? [];
    const agentIds = [...new Set([...before, ...now, ...wished])];
    return agentIds
      .map((agentId) => conflictRow(state, { name, agentId }, before))
      .filter((row) => row.before !== row.now || row.now !== row.afterSave);
  });
}

export function nameOf(agents: readonly PanelAgent[], agentId: string): string {
  return agents.find((agent) => agent.agentId === agentId)?.agentName ?? agentId;
}

function conflictRow(state: MatrixState, cell: CellRef, before: ReadonlySet<string>): MatrixConflictRow {
  return {
    cell,
    agentName: nameOf(state.agents, cell.agentId),
    before: before.has(cell.agentId),
    now: isGranted(state, cell),
    afterSave: isWanted(state, cell),
  };
}

function previewRow(state: MatrixState, cell: CellRef): PreviewRow {
  const granted = wishOf(state, cell) === true;
  const uses = usesOf(state, cell);
  return {
    cell,
    agentName: nameOf(state.agents, cell.agentId),
    granted,
    breaks: granted ? 0 : uses,
    impact: granted ? repairText(uses) : harmText(state, cell, uses),
  };
}

function repairText(uses: number): string {
  return uses === 0 ? t('not read by its code') : t('fixes {0}', placesText(uses));
}

function harmText(state: MatrixState, cell: CellRef, uses: number): string {
  if (uses > 0) return t('{0} will raise MissingAccess', placesText(uses));
  const kind = kindOf(state, cell);
  if (kind === 'maybe') return t('may be read: names are computed at run time');
  return kind === 'unknown' ? t('code not in this workspace') : t('breaks nothing here');
}
