import type { RuleId } from '../../contracts/ids.ts';
import { changeToNearestName } from './change-to-nearest-name.ts';
import { createSecret } from './create-secret.ts';
import type { Fix } from './fix.ts';
import { grantToAgent } from './grant-to-agent.ts';

/** The fixes of each rule, in the order in which they are offered. */
export const fixes: Readonly<Record<RuleId, readonly Fix[]>> = {
  'env-secret-missing': [],
  'secret-access-missing': [grantToAgent],
  'secret-access-partial': [],
  'secret-cached': [],
  'secret-deprecated': [],
  'secret-field-unknown': [],
  'secret-hardcoded': [],
  'secret-in-log': [],
  'secret-in-state': [],
  'secret-kind-mismatch': [],
  'secret-name-invalid': [],
  'secret-not-found': [changeToNearestName, createSecret],
  'secret-to-model': [],
  'suppression-unused': [],
};
