import type { KnownAgent } from '../catalog/known-agent.ts';
import type { Derivation, DerivationStep, Explanation, SecretReference } from '../model/reference.ts';
import type { ParsedFile } from '../model/parsed-file.ts';
import { accessSentence, catalogNote, requestSentence, secretDocumentation } from './describe-secret.ts';
import type { Hover } from '../model/feature-types.ts';
import { hoverCommands } from './hover-commands.ts';
import { code, plain } from './markdown.ts';
import type { Translate } from '../../contracts/words.ts';
import { namesRead, referenceAt } from './reference-at.ts';

const maximumNames = 10;
const maximumReasons = 3;

export interface HoverKnowledge {
  readonly known: KnownAgent | undefined;
  readonly translate: Translate;
  /** The user's environment secrets, if known. */
  readonly variables: readonly string[] | undefined;
  /** Explains how the names of the reference were found. Called only if the explanation is worth showing. */
  readonly explain: () => Explanation | undefined;
}

export function hover(
  file: ParsedFile,
  references: readonly SecretReference[],
  offset: number,
  knowledge: HoverKnowledge,
): Hover | undefined {
  const reference = referenceAt(references, offset);
  if (reference === undefined) return undefined;
  return {
    range: file.rangeOf(reference.span),
    markdown: describe(reference, knowledge),
    commands: hoverCommands(file, reference, knowledge.known),
  };
}

function describe(reference: SecretReference, knowledge: HoverKnowledge): string {
  const { known, translate, variables, explain } = knowledge;
  if (reference.dynamic) return dynamicText(reference, explain(), translate);
  if (reference.dialect === 'environment') return environmentText(reference, variables, translate);
  const found = reference.literal === undefined ? derivationTexts(explain(), translate) : [];
  const note = known === undefined ? [] : [catalogNote(known)];
  return [
    ...patternTexts(reference, knowledge),
    ...secretTexts(reference, knowledge),
    ...found,
    ...note,
  ].join('\n\n');
}

function secretTexts(reference: SecretReference, { known, translate }: HoverKnowledge): readonly string[] {
  const names = namesRead(reference, known?.index.names() ?? []);
  const shown = names.slice(0, maximumNames).map((name) => secretText(name, known, translate));
  const head = names.length > 1 ? [translate('One of {count} secrets:', { count: names.length })] : [];
  const hidden = names.length - shown.length;
  const rest = hidden > 0 ? [translate('and {count} more', { count: hidden })] : [];
  return [...head, ...shown, ...rest];
}

/** Describes a partially known name, or states that nothing in the catalog matches it. */
function patternTexts(
  { patterns }: SecretReference,
  { known, translate }: HoverKnowledge,
): readonly string[] {
  if (patterns.length === 0) return [];
  const written = patterns.map(code).join(', ');
  const head = translate('Reads an agent secret whose name is partly computed at run time: {patterns}', {
    patterns: written,
  });
  if (known === undefined) return [head];
  const isNone = namesRead({ names: [], patterns }, known.index.names()).length === 0;
  const agent = plain(known.agent.agentName);
  return isNone ? [head, translate('No known secret of **{agent}** matches.', { agent })] : [head];
}

function dynamicText(
  { dialect }: SecretReference,
  explanation: Explanation | undefined,
  translate: Translate,
): string {
  const unknown = explanation?.derivations.filter((derivation) => derivation.kind === 'unknown') ?? [];
  const reasons = [...new Set(unknown.map(({ text }) => text))].slice(0, maximumReasons);
  const sentence =
    dialect === 'agent'
      ? translate('Reads an agent secret whose name is computed at run time, so it is not checked here.')
      : translate(
          'Reads an environment secret whose name is computed at run time, so it is not checked here.',
        );
  return [sentence, ...reasons.map(plain)].join('\n\n');
}

function environmentText(
  { names, patterns }: SecretReference,
  variables: readonly string[] | undefined,
  translate: Translate,
): string {
  const title = [...names, ...patterns].map(code).join(', ');
  const lines = [
    title,
    translate(
      'Environment secret: personal, and set as this variable in all of its owner’s sandbox sessions.',
    ),
  ];
  if (variables !== undefined && names.length > 0 && patterns.length === 0) {
    const has = names.every((name) => variables.includes(name));
    if (has) lines.push(translate('You have an environment secret with this name.'));
    else if (names.length === 1) lines.push(translate('You have no environment secret with this name.'));
  }
  return lines.join('\n\n');
}

function secretText(name: string, known: KnownAgent | undefined, translate: Translate): string {
  if (known === undefined) {
    const unknown = translate('Agent secret. To see details, sign in and open a file of an agent.');
    return `${code(name)}\n\n${unknown}`;
  }
  const secret = known.index.find(name);
  if (secret !== undefined) {
    return `${code(name)}\n\n${secretDocumentation(secret, known)}\n\n${accessSentence(secret, known)}`;
  }
  const agent = plain(known.agent.agentName);
  const absence = known.index.catalog.complete
    ? translate('Agent secret that does not exist in the account of **{agent}**.', { agent })
    : translate('Agent secret that is not in the known secrets of **{agent}**.', { agent });
  const request = known.requestFor(name);
  const pending = request === undefined ? '' : ` ${requestSentence(request, known)}`;
  return `${code(name)}\n\n${absence}${pending}`;
}

const mostNames = 3;
const mostSteps = 6;

/**
 * Explains, as Markdown, how names that are not written at the call were found. Empty for names that are. A
 * long derivation shows only its last step, which is where the name is written.
 */
function derivationTexts(explanation: Explanation | undefined, translate: Translate): readonly string[] {
  const followed = explanation?.derivations.filter(isFollowed) ?? [];
  if (followed.length === 0) return [];
  const shown = followed.slice(0, mostNames).map(wayOf);
  const hidden = followed.length - shown.length;
  const more = hidden > 0 ? [translate('and {count} more', { count: hidden })] : [];
  return [translate('How it was found:'), ...shown, ...more];
}

function isFollowed({ kind, steps }: Derivation): boolean {
  return kind !== 'unknown' && steps.length > 1;
}

function wayOf({ text, steps }: Derivation): string {
  const shown = steps.length > mostSteps ? steps.slice(-1) : steps.slice(1);
  return [code(text), ...shown.map((step) => `- ${sentenceOf(step)}`)].join('\n');
}

/** Code in the sentence is enclosed in backticks; the sentence contains no other Markdown. */
function sentenceOf({ sentence, place }: DerivationStep): string {
  const words = sentence.split('`').map((part, at) => (at % 2 === 1 ? code(part) : plain(part)));
  const file = decodeURIComponent(place.uri.slice(place.uri.lastIndexOf('/') + 1));
  return `${words.join('')} ${plain(`(${file}:${place.range.start.line + 1})`)}`;
}
