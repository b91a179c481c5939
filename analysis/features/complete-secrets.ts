import type { CatalogSecret } from '../../contracts/catalog.ts';
import { commandIds } from '../../contracts/ids.ts';
import type { Range } from '../../contracts/lsp-messages.ts';
import type { KnownAgent } from '../catalog/known-agent.ts';
import type { CompletionTarget } from '../languages/language.ts';
import type { ParsedFile } from '../source/parsed-file.ts';
import { secretDetail, secretDocumentation } from './describe-secret.ts';
import type { Completion } from './feature-types.ts';
import { writtenAt } from './insertion.ts';

/** Exactly the names that the agent can read; then, for who may, a way to create one. */
export function completeSecrets(
  file: ParsedFile,
  target: CompletionTarget,
  known: KnownAgent,
): readonly Completion[] {
  const replace = file.rangeOf(target.span);
  const names = known.index.granted.map((secret) => secretItem(secret, target, replace, known));
  return known.mayCreate ? [...names, createItem(file, target, replace, known)] : names;
}

function secretItem(
  secret: CatalogSecret,
  target: CompletionTarget,
  replace: Range,
  known: KnownAgent,
): Completion {
  return {
    label: secret.name,
    kind: 'secret',
    detail: secretDetail(secret, known),
    documentation: secretDocumentation(secret, known),
    replace,
    insertText: writtenAt(target, secret.name),
    sortText: `0 ${secret.name}`,
    filterText: secret.name,
  };
}

/** Leaves the text as it is: the form that it opens starts with what is typed so far. */
function createItem(
  file: ParsedFile,
  target: CompletionTarget,
  replace: Range,
  { agent }: KnownAgent,
): Completion {
  const typed = file.text.slice(target.span.start, target.span.end);
  const argument = { name: typed, agentId: agent.agentId };
  return {
    label: 'Create secret…',
    kind: 'action',
    detail: `for ${agent.agentName}`,
    documentation: '',
    replace,
    insertText: typed,
    sortText: '~',
    filterText: typed === '' ? 'Create secret' : typed,
    command: { id: commandIds.createSecretFromFinding, title: 'Create secret…', argument },
  };
}
