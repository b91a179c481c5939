import type { KnownAgent } from '../catalog/known-agent.ts';
import type { SecretUse } from '../model/secret-use.ts';
import { knownNamesOf, mayConcern, ofUsesWithKind, type Withhold } from './checks.ts';
import type { Translate } from '../../contracts/words.ts';
import { quotedNames, type Rule, type RuleDocumentation } from './rule.ts';

/** A string secret has no fields, and a dictionary is not a string. */
export const secretKindMismatch: Rule = {
  id: 'secret-kind-mismatch',
  severity: 'warning',
  summary: 'A key/value secret is used as text, or a single secret as a dictionary.',
  needs: 'catalog',
  attention: 'misused',
  fixes: ['ignore-rule'],
  check: ofUsesWithKind((use, known, translate, withhold, isExplained) => {
    if (use.tested === true && !isExplained) return undefined;
    const message = messageFor(use, known, translate, withhold);
    if (message === undefined) return undefined;
    return use.tested === true ? withhold('guarded') : { message };
  }),
};

export const documentation: RuleDocumentation = {
  why: 'A single secret is a `str`; a key/value secret is a `dict`. `secret["field"]` on a `str` raises `TypeError`, and a `dict` in a header sends `{\'client_id\': …}` to the service.',
  bad:
    'def start(conv):\n    creds = conv.utils.get_secret("booking_api")  # client_id, client_secret\n' +
    '    return {"Authorization": f"Bearer {creds}"}',
  good:
    'def start(conv):\n    creds = conv.utils.get_secret("booking_api")  # client_id, client_secret\n' +
    '    return {"Authorization": f"Bearer {creds[\'client_secret\']}"}',
  silent:
    'The catalog does not list every possible secret; they differ in kind; or the code tests what it received (`isinstance`, `hasattr`, `match`, `try`), as far as that test applies.',
};

function messageFor(
  use: SecretUse,
  { index }: KnownAgent,
  translate: Translate,
  withhold: Withhold,
): string | undefined {
  const wrong = wrongKindFor(use);
  const isWrong = (name: string): boolean => index.find(name)?.kind === wrong;
  if (wrong === undefined || !mayConcern(use, isWrong)) return undefined;
  const names = knownNamesOf(use);
  if (names === undefined) return withhold('value-changed');
  const secrets = names.map((name) => index.find(name));
  if (!names.every(isWrong)) return undefined;
  const said = wrong === 'single' ? saysSingle(names, translate) : saysKeyValue(names, translate);
  return `${said} ${wrong === 'single' ? translate('Use it unchanged, or parse it first.') : nextFor(secrets[0]?.fields ?? [], translate)}`;
}

function saysSingle(names: readonly string[], translate: Translate): string {
  const holes = { names: quotedNames(names, translate) };
  return names.length === 1
    ? translate('{names} is a single secret: the value is a string and has no fields.', holes)
    : translate('{names} are single secrets: the value is a string and has no fields.', holes);
}

function saysKeyValue(names: readonly string[], translate: Translate): string {
  const holes = { names: quotedNames(names, translate) };
  return names.length === 1
    ? translate(
        '{names} is a key/value secret, which returns a dictionary, but is used as a string here.',
        holes,
      )
    : translate(
        '{names} are key/value secrets, which return a dictionary, but are used as strings here.',
        holes,
      );
}

function nextFor(fields: readonly string[], translate: Translate): string {
  return fields.length === 0
    ? translate('Read one of its fields.')
    : translate('Read one of its fields: {fields}.', { fields: quotedNames(fields, translate) });
}

function wrongKindFor({ kind }: SecretUse): 'single' | 'key_value' | undefined {
  if (kind === 'text') return 'key_value';
  return kind === 'field' || kind === 'mapping' ? 'single' : undefined;
}
