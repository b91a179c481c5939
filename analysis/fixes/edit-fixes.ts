import { isClear } from '../catalog/nearest-names.ts';
import type { Fix } from './fix.ts';
import type { CatalogSecret } from '../../contracts/catalog.ts';
import { suppressionsIn } from '../suppression/find-suppressions.ts';
import { linesOf } from '../suppression/lines-of.ts';
import { fileSuppression, lineSuppression, removal } from '../suppression/write-suppression.ts';

/**
 * Rewrites the literal. If the literal is elsewhere in the file, it may have other uses, so the user decides,
 * and the title includes its line. The user also decides about a variable, because it may be correct but not
 * set yet.
 */
export const changeToNearestName: Fix = (
  { finding, report, rule },
  { file, translate, spelled, writtenAt },
) => {
  const [written, ...others] = finding.names;
  if (written === undefined || others.length > 0 || finding.suggestions.length === 0) return [];
  const here = report.reference?.literal;
  const literal = here ?? (report.reference && writtenAt(report.reference));
  if (literal === undefined) return [];
  const range = file.rangeOf(literal);
  const isCertain = here !== undefined && rule.needs === 'catalog';
  const clear = isCertain && isClear(written, finding.suggestions);
  return finding.suggestions.flatMap((name, position) => {
    const newText = spelled(literal, name);
    if (newText === undefined) return [];
    const title =
      here === undefined
        ? translate('Change to "{name}" in line {line}', { name, line: range.start.line + 1 })
        : translate('Change to "{name}"', { name });
    const preferred = clear && position === 0;
    return [{ title, kind: 'quickfix', finding, preferred, edit: [{ range, newText }] }];
  });
};

/**
 * Rewrites the literal. If the literal is in a variable or a loop, it may have other uses, so the user
 * decides.
 */
export const changeToNearestField: Fix = ({ finding, report }, { file, translate, spelled }) => {
  const { span, elsewhere = false } = report;
  const clear = !elsewhere && isClear(file.text.slice(span.start, span.end), finding.suggestions);
  return finding.suggestions.flatMap((field, position) => {
    const newText = spelled(span, field);
    if (newText === undefined) return [];
    const title = translate('Change to "{name}"', { name: field });
    const edit = [{ range: file.rangeOf(span), newText }];
    return [{ title, kind: 'quickfix', finding, preferred: clear && position === 0, edit }];
  });
};

/**
 * Replaces the literal with the name of the replacement. If the name is chosen elsewhere, the author must
 * change it.
 */
export const replaceDeprecated: Fix = ({ finding, report }, { file, known, translate, spelled }) => {
  const literal = report.reference?.literal;
  const [replacement] = finding.suggestions;
  if (literal === undefined || replacement === undefined) return [];
  const newText = spelled(literal, replacement);
  if (newText === undefined) return [];
  const edit = [{ range: file.rangeOf(literal), newText }];
  const title = translate('Replace with "{name}"', { name: replacement });
  const [old, other] = [...finding.names, replacement].map((name) => known?.index.find(name));
  return [{ title, kind: 'quickfix', finding, preferred: canReplace(old, other), edit }];
};

/** Whether code that works with the old secret works unchanged with the other one. */
function canReplace(old: CatalogSecret | undefined, other: CatalogSecret | undefined): boolean {
  const isReadable = other?.access === 'granted' && other.kind === old?.kind;
  return isReadable && old.fields.every((field) => other.fields.includes(field));
}

/** Inserts the comment that suppresses the rule for the line or the file. The user then adds the reason. */
export const ignoreRule: Fix = ({ finding, report }, { file, translate }) => {
  const { rule } = finding;
  const present = suppressionsIn(file);
  const ways = [
    {
      title: translate('Ignore this finding'),
      edit: lineSuppression(file, rule, linesOf(file, report.span), present),
    },
    { title: translate('Ignore {rule} in this file', { rule }), edit: fileSuppression(file, rule, present) },
  ];
  return ways.flatMap(({ title, edit }) =>
    edit === undefined ? [] : [{ title, kind: 'quickfix', finding, preferred: false, edit: [edit] }],
  );
};

export const removeSuppression: Fix = ({ finding, report: { unused } }, { file, translate }) => {
  if (unused === undefined || unused.reason === 'misplaced') return [];
  const title = translate('Remove unused suppression');
  return [{ title, kind: 'quickfix', finding, preferred: true, edit: [removal(file, unused)] }];
};
