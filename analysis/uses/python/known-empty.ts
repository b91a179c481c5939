import type { SyntaxNode } from '@lezer/common';
import type { PythonModule } from '../../flow/python/python-module.ts';
import { passedBefore } from '../../references/python/passed-conditions.ts';
import { isEmptyBehind } from '../known-empty.ts';

/**
 * Whether code reaches `expression` only after finding it empty: `if not key: raise Problem(f"bad {key}")`.
 */
export function isKnownEmpty(module: PythonModule, expression: SyntaxNode): boolean {
  return isEmptyBehind(module.text, passedBefore(module, expression), expression);
}
