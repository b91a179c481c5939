import type { FixId } from '../rules/rule.ts';
import {
  addEnvironmentSecret,
  createSecret,
  createSecretForLiteral,
  grantToAgent,
  moveToEnvironment,
  requestAccess,
  requestNewSecret,
  requestSecretForLiteral,
  rotateSecret,
} from './vault-fixes.ts';
import {
  changeToNearestField,
  changeToNearestName,
  ignoreRule,
  removeSuppression,
  replaceDeprecated,
} from './edit-fixes.ts';
import type { Fix } from './fix.ts';
import { leaveOutOfLog, maskInLog } from './log-fixes.ts';

/** All quick fixes by ID. Rules refer to these IDs. */
export const fixes: Readonly<Record<FixId, Fix>> = {
  'add-environment-secret': addEnvironmentSecret,
  'change-to-nearest-field': changeToNearestField,
  'change-to-nearest-name': changeToNearestName,
  'create-secret': createSecret,
  'create-secret-for-literal': createSecretForLiteral,
  'grant-to-agent': grantToAgent,
  'ignore-rule': ignoreRule,
  'leave-out-of-log': leaveOutOfLog,
  'mask-in-log': maskInLog,
  'move-to-environment': moveToEnvironment,
  'remove-suppression': removeSuppression,
  'replace-deprecated': replaceDeprecated,
  'request-access': requestAccess,
  'request-new-secret': requestNewSecret,
  'request-secret-for-literal': requestSecretForLiteral,
  'rotate-secret': rotateSecret,
};
