import { realpathSync } from 'node:fs';
import path from 'node:path';
import type { CatalogSnapshot } from '../../contracts/catalog.ts';
import { readCatalogSnapshot } from '../../contracts/read-catalog.ts';
import { visible } from '../../contracts/visible-text.ts';
import type { Catalogs } from '../host/catalogs.ts';
import { displayPath, foundTextOrNothing } from '../files/disk-files.ts';
import type { ComparedStates } from '../git/compared-states.ts';
import type { ReviewHost } from '../host/review-host.ts';
import { catalogChanges } from './catalog-changes.ts';
import type { CatalogChange, NewSuppression } from './change-report.ts';
import { type CodeState, codeState } from './code-state.ts';
import { hiddenFindings } from './settings-changes.ts';

export interface Snapshots {
  /** Absolute. */
  readonly file: string;
  readonly before: CatalogSnapshot;
  readonly after: CatalogSnapshot;
}

/** Undefined unless the catalogs come from a file that the change changes. */
export function snapshotsOf(
  catalogFile: string | undefined,
  { before, after, changedBefore }: ComparedStates,
  { cwd, note }: ReviewHost,
): Snapshots | undefined {
  const file =
    catalogFile === undefined ? undefined : changedSnapshot(path.resolve(cwd, catalogFile), changedBefore);
  if (file === undefined) return undefined;
  const both = snapshotsIn(file, { before, after });
  if (both) return both;
  note(
    `note: ${visible(catalogFile ?? '')} was not a catalog before the change, so its changes are not shown.`,
  );
  return undefined;
}

/** The changes of all committed snapshots. Without a catalog file, it is unknown which of them other tools use. */
export function committedCatalogChanges(states: ComparedStates): readonly CatalogChange[] {
  const files = [...states.changedBefore].filter((file) => file.endsWith('.json')).toSorted();
  return files.flatMap((file) => {
    const both = snapshotsIn(file, states);
    return both ? catalogChanges(both.before.agents, both.after.agents) : [];
  });
}

/** Undefined if the file is not a snapshot in both states. */
function snapshotsIn(
  file: string,
  { before, after }: Pick<ComparedStates, 'after' | 'before'>,
): Snapshots | undefined {
  const [then, now] = [before, after].map((tree) =>
    readCatalogSnapshot(foundTextOrNothing(file, tree) ?? ''),
  );
  if (then && now && 'found' in then && 'found' in now) return { file, before: then.found, after: now.found };
  return undefined;
}

/** The file itself, or the one that a symbolic link leads to. */
function changedSnapshot(file: string, changed: ReadonlySet<string>): string | undefined {
  if (changed.has(file)) return file;
  const real = realPath(file);
  return [...changed].find((one) => realPath(one) === real);
}

function realPath(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return file;
  }
}

/** Findings that the new snapshot hides, except where its own section shows why. */
export async function snapshotChanges(
  { file, before, after: now }: Snapshots,
  given: {
    readonly states: ComparedStates;
    readonly folders: readonly string[];
    readonly host: ReviewHost;
    readonly after: CodeState;
  },
): Promise<readonly NewSuppression[]> {
  const { states, folders, host, after } = given;
  const otherwise = await codeState(states.after, catalogsIn(before), { folders, host });
  const shown = new Set(catalogChanges(before.agents, now.agents).map(keyOf));
  const suppressed = hiddenFindings(after, otherwise).filter(
    ({ agentId: agent, names }) => !names.some((name) => shown.has(keyOf({ agent, secret: name }))),
  );
  if (suppressed.length === 0) return [];
  const rules = [...new Set(suppressed.map(({ rule }) => rule))].toSorted();
  const at = { path: displayPath(file, host.cwd), line: 1, column: 1 };
  return [{ by: 'catalog', ...at, rules, reason: '', suppressed }];
}

export function catalogsIn({ agents, asOf, environment }: CatalogSnapshot): Catalogs {
  const byId = new Map(agents.map((catalog) => [catalog.agentId, catalog]));
  return (agentId) => {
    const catalog = byId.get(agentId);
    const known = { mayGrant: false, mayCreate: false, ...(environment && { environment }) };
    return Promise.resolve({ ...known, ...(catalog && { catalog, asOf }) });
  };
}

function keyOf({ agent, secret }: Pick<CatalogChange, 'agent' | 'secret'>): string {
  return JSON.stringify([agent, secret]);
}
