import type { ReportedFinding } from '../../../review/index.ts';
import { type CheckOptions, severities } from './options.ts';

/** Whether these findings make a check exit with 1. */
export function isFailure(
  findings: readonly Pick<ReportedFinding, 'severity'>[],
  { failOn, maxWarnings }: Pick<CheckOptions, 'failOn' | 'maxWarnings'>,
): boolean {
  if (failOn === 'never') return false;
  const warnings = findings.filter(({ severity }) => severity === 'warning').length;
  if (maxWarnings !== undefined && warnings > maxWarnings) return true;
  return findings.some(({ severity }) => {
    const isTolerated = maxWarnings !== undefined && severity === 'warning';
    return !isTolerated && severities.indexOf(severity) >= severities.indexOf(failOn);
  });
}
