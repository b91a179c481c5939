import type { KnownAgent } from '../catalog/known-agent.ts';
import type { Finding } from '../model/finding.ts';
import type { Rule } from '../rules/rule.ts';
import { ageNote } from './describe-secret.ts';

/**
 * A finding based on a catalog from before the vault became unreachable is not shown as an error: the secret
 * may have been granted, created or changed since. The message says so and gives the catalog's age.
 */
export function asFarAsKnown(finding: Finding, { needs }: Rule, known: KnownAgent | undefined): Finding {
  if (known?.isOld !== true || needs !== 'catalog') return finding;
  const severity = finding.severity === 'hint' ? 'hint' : 'information';
  return { ...finding, severity, message: `${finding.message} (${ageNote(known)})` };
}
