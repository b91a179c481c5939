import { isClear } from '../catalog/nearest-names.ts';
import { escapedFor } from '../features/insertion.ts';
import type { Fix } from './fix.ts';

/** Rewrites the literal; a name that is chosen elsewhere is left to the author. */
export const changeToNearestName: Fix = ({ finding, report }, { file }) => {
  const literal = report.reference?.literal;
  const [written] = finding.names;
  if (literal === undefined || written === undefined) return [];
  const quote = file.text.charAt(literal.start - 1);
  const clear = isClear(written, finding.suggestions);
  return finding.suggestions.map((name, position) => ({
    title: `Change to "${name}"`,
    kind: 'quickfix',
    finding,
    preferred: clear && position === 0,
    edit: [{ range: file.rangeOf(literal), newText: escapedFor(name, quote) }],
  }));
};
