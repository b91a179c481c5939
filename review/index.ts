// The public entry point. Programs outside this folder import nothing else from it.
export { codeOf, type CodeOfPaths } from './access/code-of.ts';
export { accessOfCatalogs } from './access/known-access.ts';
export { type AccessPlan, type PlannedChange, planOf, readPlan } from './access/plan.ts';
export {
  type AgentCode,
  type AnalyzedCode,
  type CodePlace,
  type GrantedSecret,
  type KnownAccess,
  pairKey,
  type ReadLog,
  type Usage,
  type UsageInput,
  type UsageState,
} from '../contracts/usage.ts';
export { defaultUnreadDays, usageOf } from '../contracts/usage-of.ts';
export type { Catalogs, KnownNames } from './host/catalogs.ts';
export { type ChangeToReview, reviewChange } from './changes/review-change.ts';
export type { ReviewedChange } from './changes/reviewed-change.ts';
export type { ChangeReport } from './changes/change-report.ts';
export { displayPath, readFoundText } from './files/disk-files.ts';
export { diskTree, type FileTree } from './files/file-tree.ts';
export { flags, type ScanAnswer, type ScanFiles } from './host/scan-files.ts';
export { overlayTree } from './files/overlay-tree.ts';
export { DiskProjects } from './files/disk-projects.ts';
export type { Source } from './files/read-source.ts';
export { agentsAround, agentsIn, openAnalyzed, type Workspace } from './files/workspace.ts';
export {
  type BaselineEntry,
  baselineOf,
  compareWithBaseline,
  type Comparison,
  readBaseline,
  writeBaseline,
} from './findings/baseline.ts';
export { credentialsInFiles } from './findings/credentials-in-files.ts';
export { type CheckedFile, collectFindings, contextOf } from './findings/collect-findings.ts';
export { type FailedFile, failedSentence, FileByFile } from './findings/file-by-file.ts';
export {
  byPlace,
  type ReportedFinding,
  type ReportedPlace,
  type ReportedPosition,
  type UncheckedAgent,
  uncheckedSentence,
} from './findings/reported.ts';
export { type StagedFiles, stagedFiles } from './git/staged-files.ts';
export { mapBounded } from './host/map-bounded.ts';
export { ReviewError } from './host/review-error.ts';
export type { ReviewHost } from './host/review-host.ts';
