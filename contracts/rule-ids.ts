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
