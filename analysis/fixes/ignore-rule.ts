import { fileSuppression, lineSuppression } from '../suppression/write-suppression.ts';
import type { Fix } from './fix.ts';

/** Inserts the comment that suppresses the rule, for the line or the file; the user adds the reason. */
export const ignoreRule: Fix = ({ finding, report }, { file, say }) => {
  const { rule } = finding;
  const ways = [
    { title: say('Ignore this finding'), edit: lineSuppression(file, rule, report.span) },
    { title: say('Ignore {rule} in this file', { rule }), edit: fileSuppression(file, rule) },
  ];
  return ways.flatMap(({ title, edit }) =>
    edit === undefined ? [] : [{ title, kind: 'quickfix', finding, preferred: false, edit: [edit] }],
  );
};
