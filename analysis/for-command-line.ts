/** What only the command line and the rule pages need. An entrance of its own keeps it out of the editor's bundle. */
export { ruleDocumentation } from './rules/documentation.ts';
export { typeStub, utilsClassIn } from './types/type-stub.ts';
