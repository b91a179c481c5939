import type { KnownAgent } from '../catalog/known-agent.ts';
import type { Finding } from '../finding.ts';
import type { SecretReference } from '../reference.ts';
import { rules } from '../rules/index.ts';
import type { Report, Rule } from '../rules/rule.ts';
import type { ParsedFile } from '../source/parsed-file.ts';

/** A finding with the reference that it is about. */
export interface LocatedFinding {
  readonly finding: Finding;
  readonly reference: SecretReference;
}

/** What the rules say about the references, in their order. Nothing without a known agent. */
export function findings(
  file: ParsedFile,
  references: readonly SecretReference[],
  known: KnownAgent | undefined,
): readonly LocatedFinding[] {
  if (known === undefined) return [];
  const found: LocatedFinding[] = [];
  for (const reference of references) {
    if (reference.dialect !== 'agent' || reference.dynamic || reference.names.length === 0) continue;
    for (const rule of rules) {
      const report = rule.check(reference, known);
      if (report) found.push({ finding: findingOf(file, rule, report, reference, known), reference });
    }
  }
  return found;
}

function findingOf(
  file: ParsedFile,
  rule: Rule,
  report: Report,
  reference: SecretReference,
  { agent }: KnownAgent,
): Finding {
  return {
    rule: rule.id,
    severity: rule.severity,
    message: report.message,
    range: file.rangeOf(reference.span),
    agentId: agent.agentId,
    names: reference.names,
    suggestions: report.suggestions,
  };
}
