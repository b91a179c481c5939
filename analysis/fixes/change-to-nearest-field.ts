import { isClear } from '../catalog/nearest-names.ts';
import { escapedFor } from '../features/insertion.ts';
import type { Fix } from './fix.ts';

/** Rewrites a field that is written right there; one that a variable holds is left to the author. */
export const changeToNearestField: Fix = ({ finding, report }, { file, say }) => {
  const quote = file.text.charAt(report.span.start - 1);
  if (!/^["']$/.test(quote)) return [];
  const written = file.text.slice(report.span.start, report.span.end);
  const clear = isClear(written, finding.suggestions);
  return finding.suggestions.map((field, position) => ({
    title: say('Change to "{name}"', { name: field }),
    kind: 'quickfix',
    finding,
    preferred: clear && position === 0,
    edit: [{ range: file.rangeOf(report.span), newText: escapedFor(field, quote) }],
  }));
};
