import type { AgentProject } from '../../contracts/agent-project.ts';
import { serverCommandIds } from '../../contracts/server-command-ids.ts';
import type { SecretReference } from '../model/reference.ts';
import type { ParsedFile } from '../model/parsed-file.ts';
import type { Say } from '../model/translator.ts';
import type { DocumentLink } from '../model/feature-types.ts';

/** Names in configuration files link to the secret. In code, the same click goes to the definition. */
export function documentLinks(
  file: ParsedFile,
  references: readonly SecretReference[],
  agent: AgentProject | undefined,
  say: Say,
): readonly DocumentLink[] {
  if (agent === undefined || file.languageId !== 'json') return [];
  return references.flatMap(({ names, span }) => {
    const [name] = names;
    if (name === undefined || name === '') return [];
    const tooltip = say('Show in the Secrets view');
    const argument = { name, agentId: agent.agentId };
    const command = { id: serverCommandIds.revealSecret, title: tooltip, argument };
    return [{ range: file.rangeOf(span), tooltip, command }];
  });
}
