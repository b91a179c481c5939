import { isClear } from '../catalog/nearest-names.ts';
import { escapedFor } from '../features/insertion.ts';
import type { Fix } from './fix.ts';

/**
 * Rewrites the literal. One that stands elsewhere in the file may serve other places too: changing it is
 * for a person to decide, and its line is said.
 */
export const changeToNearestName: Fix = ({ finding, report }, { file, writtenAt }) => {
  const [written, ...others] = finding.names;
  if (written === undefined || others.length > 0 || finding.suggestions.length === 0) return [];
  const here = report.reference?.literal;
  const literal = here ?? writtenAt();
  if (literal === undefined) return [];
  const range = file.rangeOf(literal);
  const quote = file.text.charAt(literal.start - 1);
  const clear = here !== undefined && isClear(written, finding.suggestions);
  const where = here === undefined ? ` in line ${range.start.line + 1}` : '';
  return finding.suggestions.map((name, position) => ({
    title: `Change to "${name}"${where}`,
    kind: 'quickfix',
    finding,
    preferred: clear && position === 0,
    edit: [{ range, newText: escapedFor(name, quote) }],
  }));
};
