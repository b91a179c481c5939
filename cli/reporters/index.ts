export { formatsOption, type Output, parseFormats, isAgeNoted } from './outputs.ts';
export { formats, type ReferenceFormat, referenceFormats, reporters } from './reporters.ts';
export type { FindingsReport, ReportedChange, Verdict } from './report.ts';
export { ageNote, snapshotAge } from './snapshot-age.ts';
export { type ReportHost, writeReports } from './write-reports.ts';
