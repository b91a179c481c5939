import type { AgentProject } from '../../contracts/agent-project.ts';
import { serverCommandIds } from '../../contracts/server-command-ids.ts';
import type { Finding } from '../model/finding.ts';
import type { ParsedFile } from '../model/parsed-file.ts';
import { pathInProject } from '../source/path-in-project.ts';
import type { Fix } from './fix.ts';
import { refusedNames } from './judged-names.ts';

/**
 * Requests access from an admin, for users who cannot grant it themselves. The request includes the place
 * where it is needed.
 */
export const requestAccess: Fix = ({ finding }, { file, known, say }) => {
  if (known === undefined || known.mayGrant || !known.mayRequest) return [];
  const { agent } = known;
  return refusedNames(finding, known).map((name) => {
    const title = say('Request access to "{name}" for {agent}…', { name, agent: agent.agentName });
    const argument = { name, agentId: finding.agentId, place: placeOf(finding, file, agent) };
    const command = { id: serverCommandIds.requestAccess, title, argument };
    return { title, kind: 'quickfix', finding, preferred: finding.names.length === 1, command };
  });
};

/** A path inside the project and a line, such as `functions/pay.py:12`. */
function placeOf({ range }: Finding, { uri }: ParsedFile, { rootUri }: AgentProject): string {
  return `${pathInProject(uri, rootUri)}:${range.start.line + 1}`;
}
