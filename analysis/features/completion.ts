import type { KnownAgent } from '../catalog/known-agent.ts';
import type { CompletionSite, CompletionTarget } from '../source/language.ts';
import type { ParsedFile, Span } from '../model/parsed-file.ts';
import type { Translate } from '../../contracts/words.ts';
import { completeVariables, type KnownVariables } from './complete-variables.ts';
import type { Completion, FeatureCommand } from '../model/feature-types.ts';
import { type Insertion, insertionAt } from './insertion.ts';
import { code } from './markdown.ts';
import type { CatalogSecret } from '../../contracts/catalog.ts';
import { serverCommandIds } from '../../contracts/server-command-ids.ts';
import { accessSentence, secretDetail, secretDocumentation } from './describe-secret.ts';
import { likelyName } from './likely-name.ts';

/** A completion request. Expensive facts are computed only when needed. */
export interface CompletionRequest {
  readonly file: ParsedFile;
  readonly known: KnownAgent | undefined;
  readonly translate: Translate;
  /** False if a typed character triggered the request. */
  readonly isAsked: boolean;
  /** Whether the catalog is unknown because no one is signed in. */
  readonly isSignedOut: boolean;
  readonly variables: (target: CompletionTarget) => KnownVariables;
}

/** Each row handles one kind of completion. */
export function completion(
  site: CompletionSite | undefined,
  { file, known, translate, isAsked, isSignedOut, variables }: CompletionRequest,
): readonly Completion[] {
  if (site === undefined) return [];
  const { target } = site;
  if (site.kind === 'name' && site.dialect === 'environment')
    return completeVariables(file, target, variables(target), translate);
  if (known === undefined) return isSignedOut && isAsked ? [signInItem(file, target.insert, translate)] : [];
  return site.kind === 'field'
    ? completeFields(file, site.secrets, target, known)
    : completeSecrets(file, target, known, isAsked);
}

/** Returns the fields of the secrets that a value may be, in the order of `secrets`. */
function completeFields(
  file: ParsedFile,
  secrets: readonly string[],
  target: CompletionTarget,
  known: KnownAgent,
): readonly Completion[] {
  const insertion = insertionAt(file, target);
  const completions = new Map<string, Completion>();
  for (const name of secrets) {
    for (const field of known.index.find(name)?.fields ?? []) {
      const written = insertion(field);
      if (completions.has(field) || written === undefined) continue;
      completions.set(field, {
        label: field,
        kind: 'field',
        detail: known.translate('field of {name}', { name }),
        documentation: known.translate('Field of the secret {name}', { name: code(name) }),
        ...written,
        sortText: String(completions.size).padStart(4, '0'),
      });
    }
  }
  return [...completions.values()];
}

/** An account may contain thousands of secrets that are unrelated to the agent. */
const maximumMissing = 500;

/**
 * Offers the names that the agent can read, with deprecated ones last. Users who can grant access also see
 * names that the agent cannot read yet, and users who can create secrets see an item that creates one.
 * Because that item opens a form, it appears only after part of a name has been typed or on an explicit
 * request, not after a bare quote.
 */
function completeSecrets(
  file: ParsedFile,
  target: CompletionTarget,
  known: KnownAgent,
  isAsked: boolean,
): readonly Completion[] {
  const insertion = insertionAt(file, target);
  const typed = file.text.slice(target.replace.start, target.replace.end);
  const mayCreate = known.mayCreate && (typed === '' ? isAsked : known.index.find(typed) === undefined);
  const before = file.text.slice(0, target.insert.start);
  const likely = likelyName(before, known.index.granted.filter(isCurrent));
  return offered(known)
    .flatMap((secret) => {
      const written = insertion(secret.name);
      if (written === undefined) return [];
      const item = secretItem(secret, known);
      return [{ ...item, ...written, ...(secret.name === likely && { preselected: true }) }];
    })
    .concat(mayCreate ? [createItem(file, typed, target.insert, known)] : []);
}

/**
 * In display order. Deprecated secrets that the agent cannot read are excluded, because no one should request
 * them.
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
  const notGranted = isGranted ? [] : [known.translate('not granted')];
  return {
    label: secret.name,
    kind: 'secret',
    detail: [...notGranted, secretDetail(secret, known)].join(' · '),
    ...shortDescription(secret, notGranted),
    documentation: isGranted ? documentation : `${documentation}\n\n${accessSentence(secret, known)}`,
    sortText: `${rank(secret)} ${secret.name}`,
    ...(secret.deprecated && { deprecated: true }),
  };
}

/** A row has room for about this many characters, before the editor cuts off the name. */
const rowLength = 46;

/** What fits next to the name; the documentation of the item has all of it. */
function shortDescription(
  { name, description }: CatalogSecret,
  before: readonly string[],
): Pick<Completion, 'description'> {
  if (description.trim() === '') return {};
  const text = [...before, description.trim().replaceAll(/\s+/g, ' ')].join(' · ');
  const room = Math.max(12, rowLength - name.length);
  return { description: text.length > room ? `${text.slice(0, room - 1).trimEnd()}…` : text };
}

function rank({ access, deprecated }: CatalogSecret): number {
  if (deprecated !== undefined) return 2;
  return access === 'granted' ? 0 : 1;
}

/** Opens a form that contains what has been typed so far. */
function createItem(
  file: ParsedFile,
  typed: string,
  typedBefore: Span,
  { agent, translate }: KnownAgent,
): Completion {
  const title = translate('Create secret…');
  const argument = { name: typed, agentId: agent.agentId };
  const command = { id: serverCommandIds.createSecretFromFinding, title, argument };
  return actionItem(file, typedBefore, command, translate('for {agent}', { agent: agent.agentName }));
}

/** Appears only on an explicit request, so that no one signs in by accident. */
function signInItem(file: ParsedFile, typedBefore: Span, translate: Translate): Completion {
  const command = { id: serverCommandIds.signIn, title: translate('Sign in to see the secrets…') };
  return actionItem(file, typedBefore, command, translate('You are signed out.'));
}

/** An item that runs a command and leaves the text unchanged. */
function actionItem(
  file: ParsedFile,
  typedBefore: Span,
  command: FeatureCommand,
  detail: string,
): Completion {
  const insertText = file.text.slice(typedBefore.start, typedBefore.end);
  const range = file.rangeOf(typedBefore);
  return {
    label: command.title,
    kind: 'action',
    detail,
    documentation: '',
    insert: range,
    replace: range,
    insertText,
    sortText: '~',
    filterText: insertText === '' ? command.title : insertText,
    command,
  };
}
