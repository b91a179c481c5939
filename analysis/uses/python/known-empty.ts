import type { SyntaxNode } from '@lezer/common';
import type { PythonModule } from '../../flow/python/python-module.ts';
import { bare } from '../../languages/conditions.ts';
import { passedBefore } from '../../languages/python/passed-conditions.ts';
import { leavesEmpty } from '../known-empty.ts';

/** Whether code comes to `expression` only after it found it empty: `if not key: raise Problem(f"bad {key}")`. */
export function isKnownEmpty(module: PythonModule, expression: SyntaxNode): boolean {
  const value = bare(module.textOf(expression));
  for (const passed of passedBefore(module, expression))
    if (leavesEmpty(module.text, passed, value)) return true;
  return false;
}
