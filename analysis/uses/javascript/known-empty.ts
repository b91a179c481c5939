import type { SyntaxNode } from '@lezer/common';
import type { JavaScriptModule } from '../../flow/javascript/module.ts';
import { passedBefore } from '../../references/javascript/passed-conditions.ts';
import { isEmptyBehind } from '../known-empty.ts';

/**
 * Whether code reaches `expression` only after finding it empty: `if (!key) throw new Error(`bad ${key}`)`.
 */
export function isKnownEmpty({ text }: JavaScriptModule, expression: SyntaxNode): boolean {
  return isEmptyBehind(text, passedBefore(text, expression), expression);
}
