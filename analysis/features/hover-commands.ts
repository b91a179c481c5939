import type { OpenRequest } from '../../contracts/lsp-messages.ts';
import { serverCommandIds } from '../../contracts/server-command-ids.ts';
import type { KnownAgent } from '../catalog/known-agent.ts';
import type { FeatureCommand } from '../model/feature-types.ts';
import type { ParsedFile } from '../model/parsed-file.ts';
import type { SecretReference } from '../model/reference.ts';
import { pathInProject } from '../source/path-in-project.ts';
import { namesRead } from './reference-at.ts';

/** What the user can do with the only secret that the reference may read. Empty unless the secret exists. */
export function hoverCommands(
  file: ParsedFile,
  reference: SecretReference,
  known: KnownAgent | undefined,
): readonly FeatureCommand[] {
  if (known === undefined || reference.dialect !== 'agent' || reference.dynamic) return [];
  const { agent, index, mayGrant, mayRequest, requestFor, translate } = known;
  const [name = '', ...others] = namesRead(reference, index.names());
  const secret = index.find(name);
  if (secret === undefined || others.length > 0) return [];
  const { requestAccess, copyName, showInSecretsView } = serverCommandIds;
  const argument = { name, agentId: agent.agentId };
  const place = `${pathInProject(file.uri, agent.rootUri)}:${file.rangeOf(reference.span).start.line + 1}`;
  const request = {
    id: requestAccess,
    title: isOwn(requestFor(name)) ? translate('Change Request…') : translate('Request Access…'),
    argument: { ...argument, place },
  };
  return [
    ...(secret.access === 'missing' && mayRequest && !mayGrant ? [request] : []),
    { id: copyName, title: translate('Copy Name'), argument },
    { id: showInSecretsView, title: translate('Show in Secrets View'), argument },
  ];
}

function isOwn(request: OpenRequest | undefined): boolean {
  return request !== undefined && request.by === undefined;
}
