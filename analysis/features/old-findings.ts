import type { KnownAgent } from '../catalog/known-agent.ts';
import type { Finding } from '../model/finding.ts';
import type { Rule } from '../rules/rule.ts';
import { ageNote } from './describe-secret.ts';

/**
 * A finding that rests on what the vault said before it went away is no alarm: somebody may have granted,
 * created or changed the secret since. It says so, and how old it is.
 */
export function asFarAsKnown(finding: Finding, { needs }: Rule, known: KnownAgent | undefined): Finding {
  if (known?.isOld !== true || needs !== 'catalog') return finding;
  const severity = finding.severity === 'hint' ? 'hint' : 'information';
  return { ...finding, severity, message: `${finding.message} (${ageNote(known)})` };
}
