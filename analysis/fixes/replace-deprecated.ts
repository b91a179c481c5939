import type { CatalogSecret } from '../../contracts/catalog.ts';
import type { Fix } from './fix.ts';

/** Replaces the literal with the replacement's name; a name chosen elsewhere is left to the author. */
export const replaceDeprecated: Fix = ({ finding, report }, { file, known, say, spelled }) => {
  const literal = report.reference?.literal;
  const [replacement] = finding.suggestions;
  if (literal === undefined || replacement === undefined) return [];
  const newText = spelled(literal, replacement);
  if (newText === undefined) return [];
  const edit = [{ range: file.rangeOf(literal), newText }];
  const title = say('Replace with "{name}"', { name: replacement });
  const [old, other] = [...finding.names, replacement].map((name) => known?.index.find(name));
  return [{ title, kind: 'quickfix', finding, preferred: mayStandFor(old, other), edit }];
};

/** Whether code that works with the old secret works with the other one unchanged. */
function mayStandFor(old: CatalogSecret | undefined, other: CatalogSecret | undefined): boolean {
  const isReadable = other?.access === 'granted' && other.kind === old?.kind;
  return isReadable && old.fields.every((field) => other.fields.includes(field));
}
