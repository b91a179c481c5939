import type { SyntaxNode } from '@lezer/common';
import { parser } from '@lezer/json';
import type { SecretReference } from '../model/reference.ts';
import { isAgentSettings } from '../source/language-id.ts';
import type { Span } from '../model/parsed-file.ts';
import type { SourceFile } from '../source/source-file.ts';
import type { CompletionSite, Language } from '../source/language.ts';
import { targetInString } from '../syntax/string-target.ts';
import { wordsIn } from '../syntax/words.ts';

const keys = ['client_secret_name', 'connector_token_secret_name', 'secret_name'] as const;
const opened = new RegExp(`"(?:${keys.join('|')})"\\s*:\\s*"((?:[^"\\\\\r\n]|\\\\.)*)$`);
const mayHold = new RegExp(`"(?:${keys.join('|')})"`);

/** Finds secret names in the settings of an agent. No other JSON file contains secret names. */
export const json: Language = {
  parser,
  mayHoldReferences: (text, dialect) => dialect !== 'environment' && mayHold.test(text),
  *references(file) {
    const references: SecretReference[] = [];
    for (const name of secretNames(file)) {
      references.push(referenceTo(file, name));
      yield;
    }
    return references;
  },
  completionSite,
  spelled: (_, __, name) => spell(name),
  uses: () => [],
  fieldsUsed: () => [],
};

/** An empty name is a setting that has not been configured yet. */
function* secretNames(file: SourceFile): Generator<SyntaxNode> {
  if (!isAgentSettings(file.uri)) return;
  const comments = commentsIn(file.text);
  for (const { at } of wordsIn(file.text, keys)) {
    const key = file.tree.resolveInner(at, 1);
    const value = key.name === 'PropertyName' ? key.parent?.lastChild : undefined;
    if (!isSecretKey(file, key) || value?.name !== 'String' || !textIn(file, value)) continue;
    if (!comments.some(({ start, end }) => start < at && at < end)) yield value;
  }
}

/** JSON has no comments, but handwritten settings do. The parser parses the contents of these comments. */
function commentsIn(text: string): readonly Span[] {
  if (!/\/[/*]/.test(text)) return [];
  const pieces = text.matchAll(/"(?:[^"\\\r\n]|\\.)*"?|\/\/.*|\/\*[^]*?(?:\*\/|$)/g);
  return [...pieces]
    .filter(([piece]) => piece.startsWith('/'))
    .map(({ 0: piece, index }) => ({ start: index, end: index + piece.length }));
}

function isSecretKey(file: SourceFile, key: SyntaxNode): boolean {
  return (
    mayHold.test(file.text.slice(key.from, key.to)) &&
    key.to - key.from <= 'connector_token_secret_name'.length + 2
  );
}

function referenceTo(file: SourceFile, value: SyntaxNode): SecretReference {
  const span = { start: value.from + 1, end: value.to - 1 };
  const name = textIn(file, value);
  return {
    dialect: 'agent',
    span,
    names: name === undefined ? [] : [name],
    patterns: [],
    dynamic: false,
    literal: span,
    fields: [],
  };
}

/** Undefined for an unterminated or otherwise invalid string. */
function textIn(file: SourceFile, value: SyntaxNode): string | undefined {
  try {
    const parsed: unknown = JSON.parse(file.text.slice(value.from, value.to));
    return typeof parsed === 'string' ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** Uses the text, because the parser drops unterminated strings. */
function completionSite(file: SourceFile, offset: number): CompletionSite | undefined {
  if (!isAgentSettings(file.uri)) return undefined;
  const line = file.text.slice(Math.max(0, offset - 300), offset);
  const written = opened.exec(line)?.[1];
  if (written === undefined) return undefined;
  const rest = /^(?:[^"\\\r\n]|\\.)*/.exec(file.text.slice(offset, offset + 300))?.[0] ?? '';
  const content = { start: offset - written.length, end: offset + rest.length };
  const closed = file.text.charAt(content.end) === '"';
  const found = targetInString(file.text, { content, marks: '"', closed, spell }, offset);
  return found && { kind: 'name', dialect: 'agent', target: found.target };
}

function spell(name: string): string {
  return JSON.stringify(name).slice(1, -1);
}
