import { isClear } from '../catalog/nearest-names.ts';
import type { Fix } from './fix.ts';

/**
 * Rewrites the literal. A literal elsewhere in the file may be used in other places too, so the user decides,
 * and the title gives its line. The same applies to a variable, which may be correct but not set yet.
 */
export const changeToNearestName: Fix = ({ finding, report, rule }, { file, say, spelled, writtenAt }) => {
  const [written, ...others] = finding.names;
  if (written === undefined || others.length > 0 || finding.suggestions.length === 0) return [];
  const here = report.reference?.literal;
  const literal = here ?? writtenAt();
  if (literal === undefined) return [];
  const range = file.rangeOf(literal);
  const isCertain = here !== undefined && rule.needs === 'catalog';
  const clear = isCertain && isClear(written, finding.suggestions);
  return finding.suggestions.flatMap((name, position) => {
    const newText = spelled(literal, name);
    if (newText === undefined) return [];
    const title =
      here === undefined
        ? say('Change to "{name}" in line {line}', { name, line: range.start.line + 1 })
        : say('Change to "{name}"', { name });
    const preferred = clear && position === 0;
    return [{ title, kind: 'quickfix', finding, preferred, edit: [{ range, newText }] }];
  });
};
