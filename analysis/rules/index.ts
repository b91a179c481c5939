import type { Rule } from './rule.ts';
import { envSecretMissing } from './env-secret-missing.ts';
import { secretAccessMissing } from './secret-access-missing.ts';
import { secretAccessPartial } from './secret-access-partial.ts';
import { secretCached } from './secret-cached.ts';
import { secretDeprecated } from './secret-deprecated.ts';
import { secretExpiring } from './secret-expiring.ts';
import { secretFieldUnknown } from './secret-field-unknown.ts';
import { secretHardcoded } from './secret-hardcoded.ts';
import { secretInLog } from './secret-in-log.ts';
import { secretInState } from './secret-in-state.ts';
import { secretKindMismatch } from './secret-kind-mismatch.ts';
import { secretNameInvalid } from './secret-name-invalid.ts';
import { secretNotFound } from './secret-not-found.ts';
import { secretToModel } from './secret-to-model.ts';
import { suppressionUnused } from './suppression-unused.ts';

export const rules: readonly Rule[] = [
  envSecretMissing,
  secretAccessMissing,
  secretAccessPartial,
  secretCached,
  secretDeprecated,
  secretExpiring,
  secretFieldUnknown,
  secretHardcoded,
  secretInLog,
  secretInState,
  secretKindMismatch,
  secretNameInvalid,
  secretNotFound,
  secretToModel,
  suppressionUnused,
];
