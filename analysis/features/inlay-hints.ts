import type { CatalogSecret } from '../../contracts/catalog.ts';
import type { KnownAgent } from '../catalog/known-agent.ts';
import type { SecretReference } from '../model/reference.ts';
import type { ParsedFile, Span } from '../model/parsed-file.ts';
import { secretDocumentation } from './describe-secret.ts';
import type { InlayHint } from '../model/feature-types.ts';
import { code } from './markdown.ts';

const maximumFields = 4;

/**
 * Shows the shape of the value after the variable that receives it, such as `: str` or `: {client_id,
 * client_secret}`. Shown only if exactly one known secret is read, so that the hint is true for every run.
 */
export function inlayHints(
  file: ParsedFile,
  references: readonly SecretReference[],
  within: Span,
  known: KnownAgent | undefined,
  variableOf: (reference: SecretReference) => Span | undefined,
): readonly InlayHint[] {
  if (known === undefined) return [];
  return references.flatMap((reference) => {
    const { span } = reference;
    if (span.end < within.start || within.end < span.start) return [];
    const secret = onlySecret(reference, known);
    const variable = secret && variableOf(reference);
    if (secret === undefined || variable === undefined) return [];
    const tooltip = `${code(secret.name)}\n\n${secretDocumentation(secret, known)}`;
    return [{ position: file.positionAt(variable.end), label: shapeOf(secret), tooltip }];
  });
}

function onlySecret(
  { dialect, dynamic, names, patterns }: SecretReference,
  { index }: KnownAgent,
): CatalogSecret | undefined {
  const [name, ...others] = names;
  const isOne = dialect === 'agent' && !dynamic && patterns.length === 0 && others.length === 0;
  return isOne && name !== undefined ? index.find(name) : undefined;
}

function shapeOf({ kind, fields }: CatalogSecret): string {
  if (kind === 'single') return ': str';
  const hidden = fields.length > maximumFields ? ', …' : '';
  return `: {${fields.slice(0, maximumFields).join(', ')}${hidden}}`;
}
