import type { CatalogSecret } from '../../contracts/catalog.ts';
import type { FileContext } from '../../analysis/index.ts';
import { bookingAgent, secret } from '../support/analysis-fixture.ts';
import type { Foreign } from './measure.ts';

/** Reads of a variable, not writes or deletions. */
const subscript = /(?<![\w.]|\bdel )os\.environ\[\s*(["'])(\w+)\1\s*\](?!\s*[-+|]?=(?!=))/g;
const call = /(?<![\w.])os\.(?:getenv|environ\.get)\(\s*(["'])(\w+)\1\s*\)/g;
const callWithDefault =
  /(?<![\w.])os\.(?:getenv|environ\.get)\(\s*(["'])(\w+)\1\s*,\s*([\w.]+|"[^"\n]*"|'[^'\n]*')\s*\)/g;

/**
 * Third-party code treated as if it read its variables from the vault, where each of them exists with this
 * kind and is granted: findings about values in such code are those of an agent's code.
 */
export function asAgent(kind: CatalogSecret['kind']): Foreign {
  return (text, languageId) => {
    if (languageId !== 'python' || !/\bos\.(?:environ|getenv)\b/.test(text)) return undefined;
    const names = new Set<string>();
    const readOf = (name: string): string => {
      names.add(name);
      return `conv.utils.get_secret("${name}")`;
    };
    const rewritten = text
      .replaceAll(subscript, (_, _quote: string, name: string) => readOf(name))
      .replaceAll(call, (_, _quote: string, name: string) => readOf(name))
      .replaceAll(
        callWithDefault,
        (_, _quote: string, name: string, other: string) => `(${readOf(name)} or ${other})`,
      );
    return names.size === 0 ? undefined : { text: rewritten, context: withAll(names, kind) };
  };
}

function withAll(names: ReadonlySet<string>, kind: CatalogSecret['kind']): FileContext {
  const fields = kind === 'key_value' ? ['client_id', 'client_secret'] : [];
  return bookingAgent({ secrets: [...names].toSorted().map((name) => secret(name, { kind, fields })) });
}

/** Findings that the catalog rules out: reporting one for any code is a defect. */
export const ruledOut: ReadonlySet<string> = new Set([
  'secret-not-found',
  'secret-access-missing',
  'secret-access-partial',
  'secret-name-invalid',
  'secret-deprecated',
]);
