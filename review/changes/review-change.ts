import path from 'node:path';
import { NameSearch, nearestNames, parseAgentProject } from '../../analysis/index.ts';
import type { AgentCatalog } from '../../contracts/catalog.ts';
import { projectFileName } from '../../contracts/agent-project.ts';
import { visible } from '../../contracts/visible-text.ts';
import type { Catalogs } from '../host/catalogs.ts';
import { displayPath, foundTextOrNothing, listFiles } from '../files/disk-files.ts';
import type { FileTree } from '../files/file-tree.ts';
import { mayMatter } from '../files/may-be-code.ts';
import { agentsIn, tooComplex } from '../files/workspace.ts';
import type { FailedFile } from '../findings/file-by-file.ts';
import { comparedRange, type ComparedStates, comparedStates } from '../git/compared-states.ts';
import { repositoryRoot } from '../git/git.ts';
import { mapBounded } from '../host/map-bounded.ts';
import { ReviewError } from '../host/review-error.ts';
import type { ReviewHost } from '../host/review-host.ts';
import { affectedFolders, outermost } from './affected-folders.ts';
import { catalogChanges } from './catalog-changes.ts';
import type { CatalogChange, GoneAccess, NeededAccess } from './change-report.ts';
import { codeState, type CodeState, type NamedRead } from './code-state.ts';
import { compare } from './compared-code.ts';
import { mayRead, withMatchingSecrets } from './matching-secrets.ts';
import type { ReviewedChange } from './reviewed-change.ts';
import { settingsChanges } from './settings-changes.ts';
import { sinceSeveral } from './since-several.ts';
import {
  catalogsIn,
  committedCatalogChanges,
  type Snapshots,
  snapshotChanges,
  snapshotsOf,
} from './snapshots.ts';
import { unreadChanges } from './unread-changes.ts';
import { fileURLToPath } from 'node:url';

export interface ChangeToReview {
  /** Relative to the working directory, or absolute; empty for everything below it. */
  readonly paths: readonly string[];
  /** `main`, `main..topic` or `main...topic`; without a head, the files on disk. */
  readonly range: string;
  readonly catalogs: Catalogs;
  /** The file from which `catalogs` came, if the user named one. */
  readonly catalogFile?: string;
}

/**
 * Analyzes the agents that a change affects, before and after it, and returns the differences. Runs Git, and
 * checks out nothing. @throws ReviewError if there is nothing to compare
 */
export async function reviewChange(change: ChangeToReview, host: ReviewHost): Promise<ReviewedChange> {
  const range = await comparedRange(change.range, host.cwd);
  const [base, ...more] = range.bases;
  const reviewed = await reviewSince(await comparedStates(range, base, host), change, host);
  if (more.length === 0) return reviewed;
  // Reported the first time.
  const quiet: ReviewHost = { ...host, note: () => undefined };
  const since = async (commit: string): Promise<ReviewedChange> =>
    reviewSince(await comparedStates(range, commit, quiet), change, quiet);
  const all = [reviewed];
  for (const commit of more) all.push(await since(commit));
  return sinceSeveral(all, await since(range.tip));
}

/** What the change does since the commit before `states`. */
async function reviewSince(
  states: ComparedStates,
  change: ChangeToReview,
  host: ReviewHost,
): Promise<ReviewedChange> {
  const { cwd } = host;
  const given = change.paths.length === 0 ? [cwd] : change.paths.map((one) => path.resolve(cwd, one));
  for (const [at, one] of given.entries()) {
    if (states.before.kindOf(one) === undefined && states.after.kindOf(one) === undefined)
      throw new ReviewError(`${change.paths[at] ?? one} does not exist, before or after the change.`);
  }
  const snapshots = snapshotsOf(change.catalogFile, states, host);
  const root = await repositoryRoot(cwd);
  const folders = foldersOf(change, states, snapshots, { root, host });
  const quiet: ReviewHost = { ...host, note: () => undefined };
  const complexBefore = new Set<string>();
  const seeBefore = (file: string, reason: string): void => {
    if (reason === tooComplex) complexBefore.add(path.resolve(cwd, file));
  };
  const catalogsBefore = snapshots ? catalogsIn(snapshots.before) : change.catalogs;
  const before = await codeState(states.before, catalogsBefore, {
    folders,
    host: { ...quiet, leftOut: seeBefore },
  });
  const unread: FailedFile[] = [];
  const leftOut = (file: string, reason: string): void => {
    const absolute = path.resolve(cwd, file);
    const isKnown = unread.some((one) => one.path === file);
    const wasComplex = reason === tooComplex && complexBefore.has(absolute);
    // Files that the change has not touched were unread before as well.
    if (states.changedAfter.has(absolute) && !isKnown && !wasComplex)
      unread.push({ path: file, reason, isUnread: true });
  };
  const after = await codeState(states.after, change.catalogs, { folders, host: { ...host, leftOut } });
  const renamed = new Map(
    [...states.renamed].map(([from, to]) => [displayPath(from, cwd), displayPath(to, cwd)]),
  );
  const pathAfter = (file: string): string => renamed.get(file) ?? file;
  const isGiven = (file: string): boolean => given.some((one) => isAtOrBelow(path.resolve(cwd, file), one));
  unread.push(
    ...unreadChanges({ states, before, after, root, cwd }).filter(
      ({ path: file }) => !unread.some((one) => one.path === file),
    ),
  );
  const compared = compare(before, after, pathAfter);
  const lost = lostFiles(before, after, states.after, cwd, pathAfter);
  for (const file of lost)
    host.note(
      `error: ${visible(file)} reads secrets, but no longer belongs to an agent, so it was not checked.`,
    );
  const needs = await needsOf(before, after, change.catalogs);
  const unknown = new Set(after.unchecked.map(({ agentId }) => agentId));
  const readsUnknown = [...needs, ...compared.dynamic].some(
    (one) => unknown.has(one.agent) && isGiven(one.path),
  );
  const stillRuns = ({ path: file }: NamedRead): boolean =>
    after.isIgnored(path.resolve(cwd, pathAfter(file)));
  const gone = goneFrom(before, after, { isPartial: lost.length > 0 || unread.length > 0, stillRuns });
  const settings = await settingsChanges({ states, folders, catalogs: change.catalogs, host: quiet, after });
  return {
    report: {
      base: { name: states.name, commit: states.commit },
      agents: Object.fromEntries([...before.agents, ...after.agents]),
      needs: needs.filter((one) => isGiven(one.path)),
      new: compared.findings.filter((one) => isGiven(one.path)),
      dynamic: await withMatchingSecrets(
        compared.dynamic.filter((one) => isGiven(one.path)),
        change.catalogs,
      ),
      suppressions: [
        ...[...compared.suppressions, ...settings].filter((one) => isGiven(one.path)),
        ...(snapshots ? await snapshotChanges(snapshots, { states, folders, host: quiet, after }) : []),
      ],
      gone: (await withAccess(gone, needs, change.catalogs)).filter((one) => isGiven(pathAfter(one.path))),
      catalog: catalogDifference(change, states, snapshots),
    },
    unchecked: after.unchecked,
    failed: [...after.failed, ...unread.filter((one) => isGiven(one.path))],
    isPartial: after.hasUnusableProject || lost.length > 0 || readsUnknown,
    files: after.files,
    unchanged: after.findings.filter((one) => !compared.findings.includes(one)),
    sourceOf: (file) => foundTextOrNothing(path.resolve(cwd, file), states.after),
    textBefore: (file) => foundTextOrNothing(path.resolve(cwd, file), states.before),
  };
}

function catalogDifference(
  { catalogFile }: ChangeToReview,
  states: ComparedStates,
  snapshots: Snapshots | undefined,
): readonly CatalogChange[] {
  if (catalogFile === undefined) return committedCatalogChanges(states);
  return snapshots ? catalogChanges(snapshots.before.agents, snapshots.after.agents) : [];
}

function foldersOf(
  { paths }: ChangeToReview,
  { before, after, changedBefore, changedAfter }: ComparedStates,
  snapshots: Snapshots | undefined,
  { root, host }: { readonly root: string; readonly host: ReviewHost },
): readonly string[] {
  const changed = [...changedBefore, ...changedAfter].filter((file) => mayMatter(file));
  const affected = affectedFolders([before, after], changed, root);
  const folders = outermost(new Set([...affected, ...foldersWithIdsOf(changed, after, root, host)]));
  if (!snapshots) return folders;
  const agents = new Set(
    catalogChanges(snapshots.before.agents, snapshots.after.agents).map(({ agent }) => agent),
  );
  if (agents.size === 0) return folders;
  const others = agentsIn(paths, { ...host, note: () => undefined }).filter(({ agentId }) =>
    agents.has(agentId),
  );
  const roots = others.map(({ rootUri }) => fileURLToPath(rootUri));
  return [
    ...new Set([...folders, ...roots.filter((one) => !folders.some((folder) => isAtOrBelow(one, folder)))]),
  ];
}

/**
 * The folders of all agents that have an id which the change gives to an agent. An agent must not take over
 * the access of another agent that the change does not affect otherwise.
 */
function foldersWithIdsOf(
  changed: readonly string[],
  tree: FileTree,
  root: string,
  { cwd }: ReviewHost,
): readonly string[] {
  const changedProjects = changed.filter((file) => path.basename(file) === projectFileName);
  const ids = new Set(changedProjects.flatMap((file) => agentIdIn(file, tree) ?? []));
  if (ids.size === 0) return [];
  const { projectFiles } = listFiles([root], { cwd, note: () => undefined }, tree);
  return projectFiles
    .filter((file) => ids.has(agentIdIn(file, tree) ?? ''))
    .map((file) => path.dirname(file));
}

function agentIdIn(file: string, tree: FileTree): string | undefined {
  const project = parseAgentProject(foundTextOrNothing(file, tree) ?? '', '');
  return 'agent' in project ? project.agent.agentId : undefined;
}

/** The first read of each secret that the agent did not read before. */
function firstReads(reads: readonly NamedRead[], known: readonly NamedRead[]): readonly NamedRead[] {
  const met = new Set(known.map(keyOf));
  return reads.filter((read) => {
    const isNew = !met.has(keyOf(read));
    met.add(keyOf(read));
    return isNew;
  });
}

function keyOf({ agent, secret }: Pick<NamedRead, 'agent' | 'secret'>): string {
  return JSON.stringify([agent, secret]);
}

async function needsOf(
  before: CodeState,
  after: CodeState,
  catalogs: Catalogs,
): Promise<readonly NeededAccess[]> {
  const reads = firstReads(after.reads, before.reads);
  // A search is expensive to create if the account is large.
  const searches = new Map<string, NameSearch>();
  return mapBounded(reads, async ({ agent, secret, path: file, line }) => {
    const { catalog } = await catalogs(agent);
    const nearest = (): string | undefined => {
      const search = searches.get(agent) ?? new NameSearch(catalog?.secrets.map(({ name }) => name) ?? []);
      searches.set(agent, search);
      return search.nearest(secret)[0];
    };
    return { agent, secret, ...accessTo(secret, catalog, nearest), path: file, line };
  });
}

function accessTo(
  secret: string,
  catalog: AgentCatalog | undefined,
  nearest: () => string | undefined,
): Pick<NeededAccess, 'access' | 'suggestion'> {
  const known = catalog?.secrets.find(({ name }) => name === secret);
  if (known) return { access: known.access };
  if (catalog?.complete !== true) return { access: 'unknown' };
  const suggestion = nearest();
  return { access: 'nonexistent', ...(suggestion !== undefined && { suggestion }) };
}

/** Code that read secrets of an agent and still exists, but belongs to none: for example, if its project file is gone. */
function lostFiles(
  before: CodeState,
  after: CodeState,
  tree: FileTree,
  cwd: string,
  pathAfter: (path: string) => string,
): readonly string[] {
  const files = new Set(before.reads.map((read) => pathAfter(read.path)));
  return [...files].filter(
    (file) => tree.kindOf(path.resolve(cwd, file)) === 'file' && after.agentAt(file) === undefined,
  );
}

/** `stillRuns` says whether code that read a secret is only not analyzed any more. */
function goneFrom(
  before: CodeState,
  after: CodeState,
  { isPartial, stillRuns }: { readonly isPartial: boolean; readonly stillRuns: (read: NamedRead) => boolean },
): readonly GoneAccess[] {
  const running = new Set(before.reads.filter((read) => stillRuns(read)).map((read) => keyOf(read)));
  return firstReads(before.reads, after.reads).map(({ agent, secret, path: file, line }) => ({
    agent,
    secret,
    path: file,
    line,
    mayRevoke:
      !isPartial &&
      !after.hasUnusableProject &&
      !after.loose.has(agent) &&
      !running.has(keyOf({ agent, secret })) &&
      !after.dynamic.some((read) => read.agent === agent && mayRead(read, secret)),
  }));
}

/**
 * Leaves out reads that say nothing about access: of secrets that the agent cannot read, and of those that the
 * change has only misspelt.
 */
async function withAccess(
  gone: readonly GoneAccess[],
  needs: readonly NeededAccess[],
  catalogs: Catalogs,
): Promise<readonly GoneAccess[]> {
  const kept = await mapBounded(gone, async (one) => {
    const { catalog } = await catalogs(one.agent);
    const access = catalog?.secrets.find(({ name }) => name === one.secret)?.access;
    const isMisspelt = needs.some(
      ({ agent, secret, access: needed }) =>
        agent === one.agent && needed === 'nonexistent' && nearestNames(secret, [one.secret]).length > 0,
    );
    const hasNone = catalog?.complete === true && access !== 'granted';
    return isMisspelt || hasNone ? [] : [one];
  });
  return kept.flat();
}

function isAtOrBelow(file: string, folder: string): boolean {
  const relative = path.relative(folder, file);
  return relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}
