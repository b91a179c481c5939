import { serverCommandIds } from '../../contracts/server-command-ids.ts';
import { isCredential } from '../rules/shown-name.ts';
import type { Fix } from './fix.ts';
import { absentNames } from './judged-names.ts';

/**
 * Opens the form prefilled with the name and the fields that the code reads. Not offered if the name looks
 * like a credential.
 */
export const createSecret: Fix = ({ finding, report }, { known, fieldsUsed, say }) => {
  if (known?.mayCreate !== true || report.names.some(isCredential)) return [];
  const fields = fieldsUsed();
  return absentNames(finding, known).map((name) => {
    const title =
      finding.names.length === 1 ? say('Create secret…') : say('Create secret "{name}"…', { name });
    const argument = { name, agentId: finding.agentId, ...(fields.length > 0 && { fields }) };
    const command = { id: serverCommandIds.createSecretFromFinding, title, argument };
    return { title, kind: 'quickfix', finding, preferred: false, command };
  });
};
