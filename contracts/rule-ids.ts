// Written by `npm run docs` from `analysis/rules/index.ts`.

/** Ids never change, because people write them into suppressions. */
export const ruleIds = [
  'env-secret-missing',
  'secret-access-missing',
  'secret-access-partial',
  'secret-cached',
  'secret-deprecated',
  'secret-field-unknown',
  'secret-hardcoded',
  'secret-in-log',
  'secret-in-state',
  'secret-kind-mismatch',
  'secret-name-invalid',
  'secret-not-found',
  'secret-to-model',
  'suppression-unused',
] as const;
export type RuleId = (typeof ruleIds)[number];

/** How a name that a rule reports is listed; `access`: as what the catalog knows about the name. */
export type RuleAttention = 'access' | 'missing' | 'misused' | 'deprecated';

/** Without the rules that are not about names of agent secrets. */
export const ruleAttention: Readonly<Partial<Record<RuleId, RuleAttention>>> = {
  'secret-access-missing': 'access',
  'secret-access-partial': 'access',
  'secret-cached': 'misused',
  'secret-deprecated': 'deprecated',
  'secret-field-unknown': 'misused',
  'secret-in-log': 'misused',
  'secret-in-state': 'misused',
  'secret-kind-mismatch': 'misused',
  'secret-name-invalid': 'missing',
  'secret-not-found': 'access',
  'secret-to-model': 'misused',
};
