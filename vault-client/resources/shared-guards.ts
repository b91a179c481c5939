import { isListOf, isObjectOf, isOneOf, isText, optional } from '../../contracts/guards.ts';

/**
 * Guards shared by the responses of several resources. A test compares each response's guard with its schema.
 */

export const isKind = isOneOf('single', 'key_value');
export const isRole = isOneOf('admin', 'author', 'reviewer', 'agent');
export const isTextList = isListOf(isText);
export const isDeprecation = isObjectOf<{ replacement?: string }>({ replacement: optional(isText) });
export const isAccessEnds = optional(
  isListOf(isObjectOf<{ agentId: string; until: string }>({ agentId: isText, until: isText })),
);
