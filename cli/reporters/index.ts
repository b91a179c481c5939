export { formatsOption, type Output, parseFormats } from './outputs.ts';
export { formats, type ReferenceFormat, referenceFormats, reporters } from './reporters.ts';
export type { FindingsReport, ReportedChange } from './report.ts';
export { type ReportHost, writeReports } from './write-reports.ts';
