import { isClear } from '../catalog/nearest-names.ts';
import type { Fix } from './fix.ts';

/**
 * Rewrites the literal. A literal in a variable or a loop may be used in other places too, so the user
 * decides.
 */
export const changeToNearestField: Fix = ({ finding, report }, { file, say, spelled }) => {
  const { span, elsewhere = false } = report;
  const clear = !elsewhere && isClear(file.text.slice(span.start, span.end), finding.suggestions);
  return finding.suggestions.flatMap((field, position) => {
    const newText = spelled(span, field);
    if (newText === undefined) return [];
    const title = say('Change to "{name}"', { name: field });
    const edit = [{ range: file.rangeOf(span), newText }];
    return [{ title, kind: 'quickfix', finding, preferred: clear && position === 0, edit }];
  });
};
