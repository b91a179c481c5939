import { serverCommandIds } from '../../contracts/server-command-ids.ts';
import type { Fix } from './fix.ts';
import { refusedNames } from './judged-names.ts';

/** Opens the access list with this agent preselected, for users who can change it. */
export const grantToAgent: Fix = ({ finding }, { known, say }) => {
  if (known?.mayGrant !== true) return [];
  return refusedNames(finding, known).map((name) => {
    const title =
      finding.names.length === 1
        ? say('Grant to this agent…')
        : say('Grant "{name}" to this agent…', { name });
    const argument = { name, agentId: finding.agentId };
    const command = { id: serverCommandIds.grantToAgent, title, argument };
    return { title, kind: 'quickfix', finding, preferred: finding.names.length === 1, command };
  });
};
