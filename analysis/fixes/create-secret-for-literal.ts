import { serverCommandIds } from '../../contracts/server-command-ids.ts';
import { proposedName } from '../hardcoded/proposed-name.ts';
import type { Fix } from './fix.ts';

/**
 * Opens the form with a suggested name for the literal. The literal is never put into a message. Also offered
 * to users who are not signed in: their permissions are not known yet, and they are prompted to sign in.
 */
export const createSecretForLiteral: Fix = ({ finding, report }, { file, known, say }) => {
  if (known?.mayCreate === false) return [];
  const lineStart = file.offsetAt({ line: finding.range.start.line, character: 0 });
  const name = proposedName(file.text.slice(lineStart, report.span.start));
  const title = say('Move to Vault as "{name}"…', { name });
  const literal = { uri: file.uri, range: finding.range };
  const argument = { name, agentId: finding.agentId, literal };
  const command = { id: serverCommandIds.moveToVault, title, argument };
  return [{ title, kind: 'quickfix', finding, preferred: false, command }];
};
