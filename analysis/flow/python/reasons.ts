import { attributeOf, callOf } from '../../syntax/python/syntax.ts';
import { sentence, type Sentence } from '../../model/translator.ts';
import { bindingAt } from './binding.ts';
import { importedAs } from './imported.ts';
import type { Origin } from './origin.ts';
import { functionAround, quoted } from './step-sentences.ts';

/** Explains in a sentence why an expression could not be followed any further. */
export function reasonFor({ node, finder }: Origin): Sentence {
  const { module } = finder;
  const code = quoted(module, node);
  switch (node.name) {
    case 'VariableName':
      return reasonForName({ node, finder, frame: undefined }, code);
    case 'CallExpression':
      return sentence('The return value of {name} is unknown.', {
        name: quoted(module, callOf(node)?.callee ?? node),
      });
    case 'MemberExpression':
      return attributeOf(node) === undefined
        ? sentence('Which entry {code} refers to is unknown.', { code })
        : sentence('The value that code assigns to {code} is unknown.', { code });
    case 'AwaitExpression':
    case 'YieldExpression':
      return sentence('The value of {code} is known only at run time.', { code });
    case 'String':
    case 'FormatString':
    case 'ContinuedString':
      return sentence('The string {code} cannot be read.', { code });
    case 'Script':
      return sentence('It is a module, not a string.');
    case 'None':
      return sentence('It is `None`, not a name.');
    case 'Number':
    case 'Boolean':
      return sentence('{code} is not a string.', { code });
    default:
      return sentence('The result of {code} is unknown.', { code });
  }
}

function reasonForName({ node, finder }: Origin, code: string): Sentence {
  const { module, others } = finder;
  const imported = importedAs(module.text, node);
  if (imported !== undefined) {
    return others.find(imported.module, module.uri) === undefined
      ? sentence('{code} comes from `{module}`, which is not a file of this project.', {
          code,
          module: imported.module,
        })
      : sentence('The value that `{module}` assigns to {code} is unknown.', {
          module: imported.module,
          code,
        });
  }
  switch (bindingAt(module.text, node)?.kind) {
    case 'parameter':
      return sentence('{code} is a parameter of {function}, and not all of its calls are known.', {
        code,
        function: functionAround(module, node),
      });
    case 'loop':
    case 'comprehension':
      return sentence('{code} comes from a loop over unknown values.', { code });
    case 'assignment':
    case 'walrus':
      return sentence('{code} may be changed after it is set.', { code });
    case 'function':
    case 'class':
      return sentence('{code} is a definition, not a string.', { code });
    case 'other':
      return sentence('{code} is assigned in a way that is not analyzed.', { code });
    case 'import':
    case undefined:
      return sentence('{code} is not assigned anywhere in view.', { code });
  }
}
