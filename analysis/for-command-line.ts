/**
 * Exports that only the command line and the rule pages need. A separate entry point keeps them out of the
 * editor's bundle.
 */
export { ruleDocumentation } from './rules/documentation.ts';
export { typeStub, utilsClassIn } from './types/type-stub.ts';
