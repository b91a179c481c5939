import type { ChangesResult } from '../../contracts/changes.ts';
import type { DetectorModule } from '../../hardcoded/detector.ts';
import { reviewChange } from '../../review/changes/review-change.ts';
import type { ChildRequest } from './child-request.ts';
import { branchesOf, findBase } from './find-base.ts';
import { toBranchChanges } from './to-changes.ts';

/** @throws ReviewError if the folder cannot be compared with the base */
export async function answerTo(
  { folder, base, catalogs }: ChildRequest,
  loadDetector: () => DetectorModule,
): Promise<ChangesResult> {
  const [found, branches] = await Promise.all([findBase(folder, base), branchesOf(folder)]);
  if (found === undefined) return { state: 'absent', branches };
  const { report, failed } = await reviewChange(
    {
      paths: [folder],
      // A hash, which cannot be an option.
      range: found.commit,
      catalogs: (agentId) => Promise.resolve(catalogs[agentId] ?? noCatalog),
    },
    { cwd: folder, now: () => new Date().toISOString(), note: () => undefined, loadDetector },
  );
  const named = { ...report, base: { name: found.name, commit: report.base.commit } };
  return {
    state: 'compared',
    changes: toBranchChanges({ ...named, failed }, folder, found.gitFolder),
    branches,
  };
}

const noCatalog = { mayGrant: false, mayCreate: false };
