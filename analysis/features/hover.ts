import type { KnownAgent } from '../catalog/known-agent.ts';
import type { SecretReference } from '../reference.ts';
import type { ParsedFile } from '../source/parsed-file.ts';
import { accessSentence, catalogNote, secretDocumentation } from './describe-secret.ts';
import type { Hover } from './feature-types.ts';
import { code, plain } from './markdown.ts';

const maximumNames = 10;

/** Says what the reference at `offset` reads. */
export function hover(
  file: ParsedFile,
  references: readonly SecretReference[],
  offset: number,
  known: KnownAgent | undefined,
): Hover | undefined {
  const reference = references.find(({ span }) => span.start <= offset && offset <= span.end);
  if (reference === undefined) return undefined;
  return { range: file.rangeOf(reference.span), markdown: describe(reference, known) };
}

function describe(reference: SecretReference, known: KnownAgent | undefined): string {
  if (reference.dynamic) return dynamicText(reference);
  if (reference.dialect === 'environment') return environmentText(reference.names);
  const shown = reference.names.slice(0, maximumNames).map((name) => secretText(name, known));
  const hidden = reference.names.length - shown.length;
  const head = reference.names.length > 1 ? [`One of ${reference.names.length} secrets:`] : [];
  const rest = hidden > 0 ? [`and ${hidden} more`] : [];
  const note = known === undefined ? [] : [catalogNote(known)];
  return [...head, ...shown, ...rest, ...note].join('\n\n');
}

function dynamicText({ dialect }: SecretReference): string {
  const kind = dialect === 'agent' ? 'agent secret' : 'environment secret';
  return `Reads an ${kind} whose name is decided at run time, so it is not checked here.`;
}

function environmentText(names: readonly string[]): string {
  const title = names.map(code).join(', ');
  return `${title}\n\nEnvironment secret: a person's own, set as this variable in every sandbox session of theirs.`;
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
