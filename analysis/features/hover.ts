import type { KnownAgent } from '../catalog/known-agent.ts';
import type { SecretReference } from '../reference.ts';
import type { ParsedFile } from '../source/parsed-file.ts';
import { accessSentence, catalogNote, secretDocumentation } from './describe-secret.ts';
import type { Hover } from './feature-types.ts';
import { code, plain } from './markdown.ts';
import { namesRead, referenceAt } from './reference-at.ts';

const maximumNames = 10;

/** Says what the reference at `offset` reads. `variables`: the person's environment secrets, if known. */
export function hover(
  file: ParsedFile,
  references: readonly SecretReference[],
  offset: number,
  known: KnownAgent | undefined,
  variables: readonly string[] | undefined,
): Hover | undefined {
  const reference = referenceAt(references, offset);
  if (reference === undefined) return undefined;
  return { range: file.rangeOf(reference.span), markdown: describe(reference, known, variables) };
}

function describe(
  reference: SecretReference,
  known: KnownAgent | undefined,
  variables: readonly string[] | undefined,
): string {
  if (reference.dynamic) return dynamicText(reference);
  if (reference.dialect === 'environment') return environmentText(reference, variables);
  const note = known === undefined ? [] : [catalogNote(known)];
  return [...patternTexts(reference, known), ...secretTexts(reference, known), ...note].join('\n\n');
}

function secretTexts(reference: SecretReference, known: KnownAgent | undefined): readonly string[] {
  const names = namesRead(reference, known?.index.names() ?? []);
  const shown = names.slice(0, maximumNames).map((name) => secretText(name, known));
  const head = names.length > 1 ? [`One of ${names.length} secrets:`] : [];
  const rest = names.length > shown.length ? [`and ${names.length - shown.length} more`] : [];
  return [...head, ...shown, ...rest];
}

/** What is known of a name in parts, and that the catalog has none when it has none. */
function patternTexts({ patterns }: SecretReference, known: KnownAgent | undefined): readonly string[] {
  if (patterns.length === 0) return [];
  const written = patterns.map(code).join(', ');
  const head = `Reads an agent secret whose name is partly decided at run time: ${written}`;
  if (known === undefined) return [head];
  const isNone = namesRead({ names: [], patterns }, known.index.names()).length === 0;
  return isNone ? [head, `No secret known of **${plain(known.agent.agentName)}** fits.`] : [head];
}

function dynamicText({ dialect }: SecretReference): string {
  const kind = dialect === 'agent' ? 'agent secret' : 'environment secret';
  return `Reads an ${kind} whose name is decided at run time, so it is not checked here.`;
}

function environmentText(
  { names, patterns }: SecretReference,
  variables: readonly string[] | undefined,
): string {
  const title = [...names, ...patterns].map(code).join(', ');
  const lines = [
    title,
    "Environment secret: a person's own, set as this variable in every sandbox session of theirs.",
  ];
  if (variables !== undefined && names.length > 0 && patterns.length === 0) {
    const has = names.every((name) => variables.includes(name));
    if (has) lines.push('You have it among your environment secrets.');
    else if (names.length === 1) lines.push('It is not among your environment secrets.');
  }
  return lines.join('\n\n');
}

function secretText(name: string, known: KnownAgent | undefined): string {
  if (known === undefined)
    return `${code(name)}\n\nAgent secret. Nothing is known about it: sign in, or open a file of an agent.`;
  const secret = known.index.find(name);
  if (secret !== undefined) {
    return `${code(name)}\n\n${secretDocumentation(secret, known)}\n\n${accessSentence(secret, known)}`;
  }
  const agent = plain(known.agent.agentName);
  const absence = known.index.catalog.complete
    ? 'does not exist in the account of'
    : 'is not among the secrets known of';
  return `${code(name)}\n\nAgent secret that ${absence} **${agent}**.`;
}
