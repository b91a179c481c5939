import type { CatalogSecret } from '../../contracts/catalog.ts';
import { serverCommandIds } from '../../contracts/server-command-ids.ts';
import type { KnownAgent } from '../catalog/known-agent.ts';
import type { CompletionTarget } from '../source/language.ts';
import type { ParsedFile } from '../model/parsed-file.ts';
import type { Span } from '../model/span.ts';
import { accessSentence, secretDetail, secretDocumentation } from './describe-secret.ts';
import type { Completion } from '../model/feature-types.ts';
import { type Insertion, insertionAt } from './insertion.ts';

/** An account may have thousands of secrets unrelated to the agent. */
const maximumMissing = 500;

/**
 * The names that the agent can read, deprecated ones last. Users who can grant access also get the names that
 * the agent cannot read yet, and users who can create secrets get an item to create one. That item opens a
 * form, so it is not offered on a bare quote: only after part of a name, or on an explicit request.
 */
export function completeSecrets(
  file: ParsedFile,
  target: CompletionTarget,
  known: KnownAgent,
  isAsked: boolean,
): readonly Completion[] {
  const insertion = insertionAt(file, target);
  const typed = file.text.slice(target.replace.start, target.replace.end);
  const mayCreate = known.mayCreate && (typed === '' ? isAsked : known.index.find(typed) === undefined);
  return offered(known)
    .flatMap((secret) => {
      const written = insertion(secret.name);
      return written === undefined ? [] : [{ ...secretItem(secret, known), ...written }];
    })
    .concat(mayCreate ? [createItem(file, typed, target.insert, known)] : []);
}

/**
 * In display order. Deprecated secrets that the agent cannot read are left out: no one should request them.
 */
function offered({ index, mayGrant }: KnownAgent): readonly CatalogSecret[] {
  return [
    ...index.granted.filter(isCurrent),
    ...(mayGrant ? index.missing.filter(isCurrent).slice(0, maximumMissing) : []),
    ...index.granted.filter((secret) => !isCurrent(secret)),
  ];
}

function isCurrent({ deprecated }: CatalogSecret): boolean {
  return deprecated === undefined;
}

type Item = Omit<Completion, keyof Insertion>;

function secretItem(secret: CatalogSecret, known: KnownAgent): Item {
  const documentation = secretDocumentation(secret, known);
  const isGranted = secret.access === 'granted';
  const detail = secretDetail(secret, known);
  return {
    label: secret.name,
    kind: 'secret',
    detail: isGranted ? detail : `${known.say('not granted')} · ${detail}`,
    documentation: isGranted ? documentation : `${documentation}\n\n${accessSentence(secret, known)}`,
    sortText: `${rank(secret)} ${secret.name}`,
    ...(secret.deprecated && { deprecated: true }),
  };
}

function rank({ access, deprecated }: CatalogSecret): number {
  if (deprecated !== undefined) return 2;
  return access === 'granted' ? 0 : 1;
}

/** Leaves the text unchanged: the form that it opens is prefilled with what is typed so far. */
function createItem(
  file: ParsedFile,
  typed: string,
  typedBefore: Span,
  { agent, say }: KnownAgent,
): Completion {
  const title = say('Create secret…');
  const argument = { name: typed, agentId: agent.agentId };
  const insertText = file.text.slice(typedBefore.start, typedBefore.end);
  const range = file.rangeOf(typedBefore);
  return {
    label: title,
    kind: 'action',
    detail: say('for {agent}', { agent: agent.agentName }),
    documentation: '',
    insert: range,
    replace: range,
    insertText,
    sortText: '~',
    filterText: insertText === '' ? title : insertText,
    command: { id: serverCommandIds.createSecretFromFinding, title, argument },
  };
}
