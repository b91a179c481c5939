import { createHash } from 'node:crypto';
import type { ReportedFinding } from '../../review/index.ts';

/**
 * Identifies each finding by its subject and its index among the findings with that subject, because lines
 * and wording may change. No two are equal.
 */
export function fingerprintsOf(
  findings: readonly Pick<ReportedFinding, 'agentId' | 'names' | 'path' | 'rule'>[],
): readonly string[] {
  const met = new Map<string, number>();
  return findings.map(({ rule, path, agentId, names }) => {
    const key = JSON.stringify([rule, path, agentId, names]);
    const before = met.get(key) ?? 0;
    met.set(key, before + 1);
    return `${createHash('sha256').update(key).digest('hex').slice(0, 32)}:${before}`;
  });
}
