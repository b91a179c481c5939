import { escapedFor } from '../features/insertion.ts';
import type { Fix } from './fix.ts';

/** Writes the replacement in place of the literal; a name that is chosen elsewhere is left to the author. */
export const replaceDeprecated: Fix = ({ finding, report }, { file, say }) => {
  const literal = report.reference?.literal;
  const [replacement] = finding.suggestions;
  if (literal === undefined || replacement === undefined) return [];
  const newText = escapedFor(replacement, file.text.charAt(literal.start - 1));
  const edit = [{ range: file.rangeOf(literal), newText }];
  const title = say('Replace with "{name}"', { name: replacement });
  return [{ title, kind: 'quickfix', finding, preferred: true, edit }];
};
