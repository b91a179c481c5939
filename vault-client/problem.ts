import type { Problem } from '../contracts/vault-api/problem.ts';
import { isInteger, isObjectOf, isText } from '../contracts/guards.ts';

export const isProblem = isObjectOf<Problem>({
  type: isText,
  title: isText,
  status: isInteger,
  detail: isText,
  code: isText,
  requestId: isText,
});
