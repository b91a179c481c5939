import type { Rule } from './rule.ts';
import { secretAccessMissing } from './secret-access-missing.ts';
import { secretNotFound } from './secret-not-found.ts';

/** Every rule, by id. */
export const rules: readonly Rule[] = [secretAccessMissing, secretNotFound];
