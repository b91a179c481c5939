// The public entry point. Programs outside this folder import nothing else from it.
export type { Catalogs, KnownNames } from './catalogs.ts';
export { displayPath, readFoundText } from './files/disk-files.ts';
export { DiskProjects } from './files/disk-projects.ts';
export type { Source } from './files/read-source.ts';
export { agentsIn, openAnalyzed, type Workspace } from './files/workspace.ts';
export { collectFindings, contextOf, credentialsInFiles } from './findings/collect-findings.ts';
export { type FailedFile, failedSentence, FileByFile } from './findings/file-by-file.ts';
export {
  byPlace,
  type ReportedFinding,
  type ReportedPlace,
  type ReportedPosition,
  type UncheckedAgent,
  uncheckedSentence,
} from './findings/reported.ts';
export { mapBounded } from './map-bounded.ts';
export { ReviewError } from './review-error.ts';
export type { ReviewHost } from './review-host.ts';
