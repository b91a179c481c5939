import { serverCommandIds } from '../../contracts/server-command-ids.ts';
import type { Fix } from './fix.ts';

/** Prompts for the value of the variable; offers one action per possible variable. */
export const addEnvironmentSecret: Fix = ({ finding }, { say }) =>
  finding.names.map((name) => {
    const title = say('Add environment secret "{name}"…', { name });
    const argument = { name, agentId: finding.agentId };
    const command = { id: serverCommandIds.addEnvironmentSecret, title, argument };
    return { title, kind: 'quickfix', finding, preferred: false, command };
  });
