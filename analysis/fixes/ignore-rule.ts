import { fileSuppression, lineSuppression } from '../suppression/write-suppression.ts';
import type { Fix } from './fix.ts';

/** Writes the comment that silences the rule, here or in the file; a person adds the reason. */
export const ignoreRule: Fix = ({ finding, report }, { file }) => {
  const here = lineSuppression(file, finding.rule, report.span);
  const everywhere = fileSuppression(file, finding.rule);
  return [
    ...(here ? [{ title: 'Ignore this finding', edit: [here] }] : []),
    ...(everywhere ? [{ title: `Ignore ${finding.rule} in this file`, edit: [everywhere] }] : []),
  ].map((action) => ({ ...action, kind: 'quickfix', finding, preferred: false }));
};
