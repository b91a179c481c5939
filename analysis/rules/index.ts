import type { Rule } from './rule.ts';
import { envSecretMissing } from './env-secret-missing.ts';
import { secretAccessMissing } from './secret-access-missing.ts';
import { secretAccessPartial } from './secret-access-partial.ts';
import { secretDeprecated } from './secret-deprecated.ts';
import { secretNameInvalid } from './secret-name-invalid.ts';
import { secretNotFound } from './secret-not-found.ts';
import { suppressionUnused } from './suppression-unused.ts';

/** Every rule, by id. */
export const rules: readonly Rule[] = [
  envSecretMissing,
  secretAccessMissing,
  secretAccessPartial,
  secretDeprecated,
  secretNameInvalid,
  secretNotFound,
  suppressionUnused,
];
