import type { RuleId } from '../../contracts/ids.ts';
import type { KnownAgent } from '../catalog/known-agent.ts';
import type { Finding } from '../model/finding.ts';
import { ageNote } from './describe-secret.ts';

/**
 * A finding that rests on what the vault said before it went away is no alarm: somebody may have granted,
 * created or changed the secret since. It says so, and how old it is.
 */
export function asFarAsKnown(finding: Finding, known: KnownAgent | undefined): Finding {
  if (known?.isOld !== true || !restOnCatalog.has(finding.rule)) return finding;
  const severity = finding.severity === 'hint' ? 'hint' : 'information';
  return { ...finding, severity, message: `${finding.message} (${ageNote(known)})` };
}

/** Rules that speak otherwise when the vault says otherwise; the others look at the code alone. */
const restOnCatalog: ReadonlySet<RuleId> = new Set<RuleId>([
  'secret-access-missing',
  'secret-access-partial',
  'secret-deprecated',
  'secret-field-unknown',
  'secret-kind-mismatch',
  'secret-not-found',
]);
