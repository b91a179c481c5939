import type { SyntaxNode } from '@lezer/common';
import { parser } from '@lezer/python';
import type { Span } from '../model/parsed-file.ts';
import { wordsIn } from '../syntax/words.ts';

/** A function in a generated module that accepts the name of a secret and returns its value. */
export interface ReadingFunction {
  /** The entire definition, from `def` to the end of its body. */
  readonly span: Span;
  /** The indentation of the first line. */
  readonly indentation: string;
  /** `def get_secret` or `async def get_secret`. */
  readonly head: string;
  /** The parameter before the name, such as `self`. Empty for a module-level function. */
  readonly receiver: string;
  /** The top-level class that contains the method. Empty for all other functions. */
  readonly className: string;
  /** The parameter for the name. */
  readonly parameter: string;
  /** The annotation after `->`. */
  readonly result: string | undefined;
}

const names = ['get_secret', 'get_secret_vault_custom_secret', 'secret_vault'];

/**
 * Returns the functions in text order. Includes only simple definitions, which have a unique name and no
 * decorator.
 */
export function readingFunctions(text: string): readonly ReadingFunction[] {
  const tree = parser.parse(text);
  const found: ReadingFunction[] = [];
  for (const { at } of wordsIn(text, names)) {
    const definition = tree.resolveInner(at, 1).parent;
    const isNamed =
      definition?.name === 'FunctionDefinition' && definition.getChild('VariableName')?.from === at;
    const one = isNamed ? readingFunction(text, definition) : undefined;
    if (one !== undefined) found.push(one);
  }
  return found;
}

function readingFunction(text: string, definition: SyntaxNode): ReadingFunction | undefined {
  const inClass = definition.parent?.name === 'Body' && definition.parent.parent?.name === 'ClassDefinition';
  const list = definition.getChild('ParamList');
  const name = definition.getChild('VariableName');
  if (list === null || name === null || (!inClass && definition.parent?.name !== 'Script')) return undefined;
  const parameters = list.getChildren('VariableName').map(({ from, to }) => text.slice(from, to));
  const isPlain = list.getChild('*') === null && list.getChild('**') === null && list.getChild('/') === null;
  const expected = inClass ? 2 : 1;
  const parameter = parameters.at(expected - 1);
  if (!isPlain || parameters.length !== expected || parameter === undefined) return undefined;
  const lineStart = text.lastIndexOf('\n', definition.from - 1) + 1;
  const result = definition.getChild('TypeDef');
  const written = text.slice(definition.from, definition.to);
  return {
    // The parser includes the line breaks after a body.
    span: { start: definition.from, end: definition.from + written.trimEnd().length },
    indentation: text.slice(lineStart, definition.from),
    head: text.slice(definition.from, name.to),
    receiver: inClass ? (parameters[0] ?? '') : '',
    className: inClass ? nameOfClass(text, definition.parent?.parent) : '',
    parameter,
    result: result === null ? undefined : text.slice(result.from, result.to).replace(/^(?:->|:)\s*/, ''),
  };
}

function nameOfClass(text: string, definition: SyntaxNode | null | undefined): string {
  const name = definition?.parent?.name === 'Script' ? definition.getChild('VariableName') : null;
  return name ? text.slice(name.from, name.to) : '';
}
