import type { CatalogSecret } from '../../contracts/catalog.ts';
import type { KnownAgent } from '../catalog/known-agent.ts';
import { nearestNames } from '../catalog/nearest-names.ts';
import type { SecretUse } from '../model/secret-use.ts';
import { knownNamesOf, mayConcern, ofUsesWithKind, type Withhold } from './checks.ts';
import type { Translate } from '../../contracts/words.ts';
import { quotedNames, type Report, type Rule, type RuleDocumentation } from './rule.ts';

/** The field does not exist in any of the possible secrets. */
export const secretFieldUnknown: Rule = {
  id: 'secret-field-unknown',
  severity: 'warning',
  summary: 'The secret does not have this field.',
  needs: 'catalog',
  attention: 'misused',
  fixes: ['change-to-nearest-field', 'ignore-rule'],
  aboutTypedText: true,
  check: ofUsesWithKind((use, known, translate, withhold) => {
    return use.kind === 'field' ? reportFor(use, known, translate, withhold) : undefined;
  }),
};

export const documentation: RuleDocumentation = {
  why: 'Reading a field that a key/value secret does not have raises `KeyError`. With `.get` it returns `None`, which is worse: the request is sent without the credential.',
  bad: 'def start(conv):\n    creds = conv.utils.get_secret("booking_api")  # client_id, client_secret\n    return creds["client_ids"]',
  good: 'def start(conv):\n    creds = conv.utils.get_secret("booking_api")  # client_id, client_secret\n    return creds["client_id"]',
  silent:
    'The catalog does not list every possible secret with its fields; one of them has the field; or the code checks for the field or sets it: `"field" in creds`, `creds.keys() >= {"field"}`, a default, `or`, `try`. `creds.get("field")` alone counts as optional unless the result must be text: `.strip()`, `"…" +`.',
};

function reportFor(
  use: SecretUse,
  { index }: KnownAgent,
  translate: Translate,
  withhold: Withhold,
): Pick<Report, 'message' | 'suggestions'> | undefined {
  const { field = '', optional = false } = use;
  const isLacking = (name: string): boolean => lacks(index.find(name), field);
  if (field === '' || !mayConcern(use, isLacking)) return undefined;
  const names = knownNamesOf(use);
  if (names === undefined) return withhold('value-changed');
  const secrets = names.map((name) => index.find(name));
  if (!names.every(isLacking)) return undefined;
  const fields = [...new Set(secrets.flatMap((secret) => secret?.fields ?? []))];
  const suggestions = nearestNames(field, fields);
  const [nearest] = suggestions;
  // If the code works without the field, it is only wrong when it means a different field.
  if (optional && nearest === undefined) return withhold('guarded');
  const next =
    nearest === undefined
      ? translate('Use one of its fields: {fields}.', { fields: quotedNames(fields, translate) })
      : translate('Did you mean "{name}"?', { name: nearest });
  const holes = { names: quotedNames(names, translate), field };
  const what =
    names.length === 1
      ? translate('The secret {names} has no field "{field}".', holes)
      : translate('None of the secrets {names} has a field "{field}".', holes);
  return { message: `${what} ${next}`, suggestions };
}

function lacks(secret: CatalogSecret | undefined, field: string): boolean {
  return secret?.kind === 'key_value' && secret.fields.length > 0 && !secret.fields.includes(field);
}
