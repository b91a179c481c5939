import type { ReportedFinding } from '../../../review/index.ts';
import { type ExitCode, exitCodes } from '../../host/cli-error.ts';
import { counted } from '../../output/table.ts';
import type { Verdict } from '../../reporters/index.ts';
import { type CheckOptions, severities } from './options.ts';

type Severities = readonly Pick<ReportedFinding, 'severity'>[];
type Limits = Pick<CheckOptions, 'failOn' | 'maxWarnings'>;

interface Circumstances {
  /** Whether a base or a baseline hides findings. */
  readonly isNew: boolean;
  /** Whether something could not be checked. */
  readonly isIncomplete: boolean;
}

/** The exit code of a check with these findings, and what reports say about it. */
export function verdictOf(
  findings: Severities,
  limits: Limits,
  { isNew, isIncomplete }: Circumstances,
): { readonly code: ExitCode; readonly verdict: Verdict } {
  const failing = failingOf(findings, limits);
  if (failing.length > 0) {
    const reason = `${countsOf(failing, isNew)}${limitOf(failing, limits)}`;
    return { code: exitCodes.findings, verdict: { state: 'failed', reason } };
  }
  if (isIncomplete) {
    const reason = 'not everything could be checked';
    return { code: exitCodes.couldNotRun, verdict: { state: 'incomplete', reason } };
  }
  if (findings.length === 0) return { code: exitCodes.clean, verdict: { state: 'passed' } };
  const allowed = limitOf(findings, limits) || `; allowed by --fail-on ${limits.failOn}`;
  return {
    code: exitCodes.clean,
    verdict: { state: 'passed', reason: `${countsOf(findings, isNew)}${allowed}` },
  };
}

function failingOf(findings: Severities, { failOn, maxWarnings }: Limits): Severities {
  if (failOn === 'never') return [];
  const warnings = findings.filter(isWarning).length;
  return findings.filter(({ severity }) =>
    severity === 'warning' && maxWarnings !== undefined
      ? warnings > maxWarnings
      : severities.indexOf(severity) >= severities.indexOf(failOn),
  );
}

/** Empty if the number of warnings does not matter. */
function limitOf(findings: Severities, { maxWarnings }: Limits): string {
  return maxWarnings !== undefined && findings.some(isWarning)
    ? `; --max-warnings allows ${String(maxWarnings)}`
    : '';
}

/** Such as "1 new error, 2 new warnings". */
function countsOf(findings: Severities, isNew: boolean): string {
  return severities
    .toReversed()
    .flatMap((wanted) => {
      const count = findings.filter(({ severity }) => severity === wanted).length;
      const noun = wanted === 'information' ? 'information finding' : wanted;
      return count === 0 ? [] : [counted(count, isNew ? `new ${noun}` : noun)];
    })
    .join(', ');
}

function isWarning({ severity }: Severities[number]): boolean {
  return severity === 'warning';
}
