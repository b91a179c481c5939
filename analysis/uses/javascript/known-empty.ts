import type { SyntaxNode } from '@lezer/common';
import type { JavaScriptModule } from '../../flow/javascript/module.ts';
import { bare } from '../../languages/conditions.ts';
import { passedBefore } from '../../languages/javascript/passed-conditions.ts';
import { leavesEmpty } from '../known-empty.ts';

/** Whether code comes to `expression` only after it found it empty: `if (!key) throw new Error(`bad ${key}`)`. */
export function isKnownEmpty({ text }: JavaScriptModule, expression: SyntaxNode): boolean {
  const value = bare(text.slice(expression.from, expression.to));
  for (const passed of passedBefore(text, expression)) if (leavesEmpty(text, passed, value)) return true;
  return false;
}
