import type { RuleId } from '../../contracts/ids.ts';
import { addEnvironmentSecret } from './add-environment-secret.ts';
import { changeToNearestField } from './change-to-nearest-field.ts';
import { changeToNearestName } from './change-to-nearest-name.ts';
import { createSecret } from './create-secret.ts';
import { createSecretForLiteral } from './create-secret-for-literal.ts';
import type { Fix } from './fix.ts';
import { grantToAgent } from './grant-to-agent.ts';
import { ignoreRule } from './ignore-rule.ts';
import { removeSuppression } from './remove-suppression.ts';
import { requestAccess } from './request-access.ts';
import { replaceDeprecated } from './replace-deprecated.ts';

/** The fixes of each rule, in the order in which they are offered. */
export const fixes: Readonly<Record<RuleId, readonly Fix[]>> = {
  'env-secret-missing': [changeToNearestName, addEnvironmentSecret, ignoreRule],
  'secret-access-missing': [grantToAgent, requestAccess, ignoreRule],
  'secret-access-partial': [grantToAgent, requestAccess, createSecret, ignoreRule],
  'secret-cached': [ignoreRule],
  'secret-deprecated': [replaceDeprecated, ignoreRule],
  'secret-field-unknown': [changeToNearestField, ignoreRule],
  'secret-hardcoded': [createSecretForLiteral, ignoreRule],
  'secret-in-log': [ignoreRule],
  'secret-in-state': [ignoreRule],
  'secret-kind-mismatch': [ignoreRule],
  'secret-name-invalid': [ignoreRule],
  'secret-not-found': [changeToNearestName, createSecret, ignoreRule],
  'secret-to-model': [ignoreRule],
  'suppression-unused': [removeSuppression],
};
