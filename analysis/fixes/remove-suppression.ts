import { removal } from '../suppression/remove-suppression.ts';
import type { Fix } from './fix.ts';

export const removeSuppression: Fix = ({ finding, report: { unused } }, { file, say }) => {
  if (unused === undefined || unused.reason === 'misplaced') return [];
  const title = say('Remove unused suppression');
  return [{ title, kind: 'quickfix', finding, preferred: true, edit: [removal(file, unused)] }];
};
