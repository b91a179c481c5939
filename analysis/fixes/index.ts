import type { FixId } from '../rules/rule.ts';
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

/** Every quick fix, by ID; rules refer to these IDs. */
export const fixes: Readonly<Record<FixId, Fix>> = {
  'add-environment-secret': addEnvironmentSecret,
  'change-to-nearest-field': changeToNearestField,
  'change-to-nearest-name': changeToNearestName,
  'create-secret': createSecret,
  'create-secret-for-literal': createSecretForLiteral,
  'grant-to-agent': grantToAgent,
  'ignore-rule': ignoreRule,
  'remove-suppression': removeSuppression,
  'replace-deprecated': replaceDeprecated,
  'request-access': requestAccess,
};
