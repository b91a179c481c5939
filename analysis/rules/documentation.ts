// Written by `npm run docs` from `analysis/rules/index.ts`.
import type { RuleId } from '../../contracts/rule-ids.ts';
import { documentation as envSecretMissing } from './env-secret-missing.ts';
import { documentation as secretAccessMissing } from './secret-access-missing.ts';
import { documentation as secretAccessPartial } from './secret-access-partial.ts';
import { documentation as secretCached } from './secret-cached.ts';
import { documentation as secretDeprecated } from './secret-deprecated.ts';
import { documentation as secretFieldUnknown } from './secret-field-unknown.ts';
import { documentation as secretHardcoded } from './secret-hardcoded.ts';
import { documentation as secretInLog } from './secret-in-log.ts';
import { documentation as secretInState } from './secret-in-state.ts';
import { documentation as secretKindMismatch } from './secret-kind-mismatch.ts';
import { documentation as secretNameInvalid } from './secret-name-invalid.ts';
import { documentation as secretNotFound } from './secret-not-found.ts';
import { documentation as secretToModel } from './secret-to-model.ts';
import { documentation as suppressionUnused } from './suppression-unused.ts';
import type { RuleDocumentation } from './rule.ts';

/**
 * The texts of the rules' pages and of the help in reports. Apart from the rules, so that a program that
 * shows neither does not carry them.
 */
export const ruleDocumentation: Readonly<Record<RuleId, RuleDocumentation>> = {
  'env-secret-missing': envSecretMissing,
  'secret-access-missing': secretAccessMissing,
  'secret-access-partial': secretAccessPartial,
  'secret-cached': secretCached,
  'secret-deprecated': secretDeprecated,
  'secret-field-unknown': secretFieldUnknown,
  'secret-hardcoded': secretHardcoded,
  'secret-in-log': secretInLog,
  'secret-in-state': secretInState,
  'secret-kind-mismatch': secretKindMismatch,
  'secret-name-invalid': secretNameInvalid,
  'secret-not-found': secretNotFound,
  'secret-to-model': secretToModel,
  'suppression-unused': suppressionUnused,
};
