import { counted } from '../../output/table.ts';
import { partsOf, type ReportPart, type UsageReport } from './usage-report.ts';

/** `12 grants of 3 agents: 5 used, 7 unused. 2 reads without access, …` */
export function summaryOf(report: UsageReport): string {
  const granted = report.access.filter((row) => row.granted);
  const agents = new Set(granted.map(({ agent }) => agent)).size;
  const counts = (isGrant: boolean): string =>
    partsOf(report)
      .filter(({ rows }) => (rows[0]?.granted ?? false) === isGrant)
      .map(({ id, rows }) => `${String(rows.length)} ${words[id]}`)
      .join(', ');
  const [grants, others] = [counts(true), counts(false)];
  const head = `${counted(granted.length, 'grant')} of ${counted(agents, 'agent')}`;
  return `${head}${grants === '' ? '' : `: ${grants}`}.${others === '' ? '' : ` Without a grant: ${others}.`}`;
}

const words: Readonly<Record<ReportPart['id'], string>> = {
  stale: 'unused and unread',
  unused: 'unused',
  maybe: 'maybe used',
  used: 'used',
  incomplete: 'not analyzed completely',
  'no-code': 'without code in this folder',
  missing: 'used',
  nonexistent: 'nonexistent',
  unknown: 'unknown',
};
