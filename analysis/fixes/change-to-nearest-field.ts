import { isClear } from '../catalog/nearest-names.ts';
import { escapedFor } from '../features/insertion.ts';
import type { Fix } from './fix.ts';

/** Rewrites the literal. One that a variable or a loop holds may serve other places too: a person decides. */
export const changeToNearestField: Fix = ({ finding, report }, { file, say }) => {
  const { span, elsewhere = false } = report;
  const quote = file.text.charAt(span.start - 1);
  if (!/^["']$/.test(quote)) return [];
  const clear = !elsewhere && isClear(file.text.slice(span.start, span.end), finding.suggestions);
  return finding.suggestions.map((field, position) => ({
    title: say('Change to "{name}"', { name: field }),
    kind: 'quickfix',
    finding,
    preferred: clear && position === 0,
    edit: [{ range: file.rangeOf(span), newText: escapedFor(field, quote) }],
  }));
};
