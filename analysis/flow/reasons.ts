import { attributeOf, callOf } from '../languages/python/syntax.ts';
import { bindingAt } from './binding.ts';
import { importedAs } from './imported.ts';
import type { Origin } from './origin.ts';
import { functionAround, quoted } from './step-sentences.ts';

/** Says, in a sentence, why an expression could not be followed any further. */
export function reasonFor({ node, finder }: Origin): string {
  const { module } = finder;
  const code = quoted(module, node);
  switch (node.name) {
    case 'VariableName':
      return reasonForName({ node, finder, frame: undefined }, code);
    case 'CallExpression':
      return `What ${quoted(module, callOf(node)?.callee ?? node)} returns is not known here.`;
    case 'MemberExpression':
      return attributeOf(node) === undefined
        ? `Which entry ${code} is cannot be told.`
        : `What code gives to ${code} cannot be told.`;
    case 'AwaitExpression':
    case 'YieldExpression':
      return `What ${code} brings is known only at run time.`;
    case 'String':
    case 'FormatString':
    case 'ContinuedString':
      return `The text ${code} cannot be read as it stands.`;
    case 'Script':
      return 'It is a module, no text.';
    case 'None':
      return 'It is `None` and never a name.';
    case 'Number':
    case 'Boolean':
      return `${code} is no text.`;
    default:
      return `What ${code} makes cannot be told.`;
  }
}

function reasonForName({ node, finder }: Origin, code: string): string {
  const { module, others } = finder;
  const imported = importedAs(module.text, node);
  if (imported !== undefined) {
    return others.find(imported.module, module.uri) === undefined
      ? `${code} comes from \`${imported.module}\`, which is no file of this project.`
      : `What \`${imported.module}\` gives to ${code} cannot be told.`;
  }
  switch (bindingAt(module.text, node)?.kind) {
    case 'parameter':
      return `${code} is a parameter of ${functionAround(module, node)}, and not all of its calls are known.`;
    case 'loop':
    case 'comprehension':
      return `${code} comes from a loop over something that is not known here.`;
    case 'assignment':
    case 'walrus':
      return `${code} may be changed after it is set.`;
    case 'function':
    case 'class':
      return `${code} is a definition, no text.`;
    case 'other':
      return `${code} is set in a way that is not followed.`;
    case 'import':
    case undefined:
      return `Nothing in sight gives ${code} a value.`;
  }
}
