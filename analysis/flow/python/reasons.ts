import { attributeOf, callOf } from '../../languages/python/syntax.ts';
import { sentence, type Sentence } from '../../words.ts';
import { bindingAt } from './binding.ts';
import { importedAs } from './imported.ts';
import type { Origin } from './origin.ts';
import { functionAround, quoted } from './step-sentences.ts';

/** Says, in a sentence, why an expression could not be followed any further. */
export function reasonFor({ node, finder }: Origin): Sentence {
  const { module } = finder;
  const code = quoted(module, node);
  switch (node.name) {
    case 'VariableName':
      return reasonForName({ node, finder, frame: undefined }, code);
    case 'CallExpression':
      return sentence('What {name} returns is not known here.', {
        name: quoted(module, callOf(node)?.callee ?? node),
      });
    case 'MemberExpression':
      return attributeOf(node) === undefined
        ? sentence('Which entry {code} is cannot be told.', { code })
        : sentence('What code gives to {code} cannot be told.', { code });
    case 'AwaitExpression':
    case 'YieldExpression':
      return sentence('What {code} brings is known only at run time.', { code });
    case 'String':
    case 'FormatString':
    case 'ContinuedString':
      return sentence('The text {code} cannot be read as it stands.', { code });
    case 'Script':
      return sentence('It is a module, no text.');
    case 'None':
      return sentence('It is `None` and never a name.');
    case 'Number':
    case 'Boolean':
      return sentence('{code} is no text.', { code });
    default:
      return sentence('What {code} makes cannot be told.', { code });
  }
}

function reasonForName({ node, finder }: Origin, code: string): Sentence {
  const { module, others } = finder;
  const imported = importedAs(module.text, node);
  if (imported !== undefined) {
    return others.find(imported.module, module.uri) === undefined
      ? sentence('{code} comes from `{module}`, which is no file of this project.', {
          code,
          module: imported.module,
        })
      : sentence('What `{module}` gives to {code} cannot be told.', { module: imported.module, code });
  }
  switch (bindingAt(module.text, node)?.kind) {
    case 'parameter':
      return sentence('{code} is a parameter of {function}, and not all of its calls are known.', {
        code,
        function: functionAround(module, node),
      });
    case 'loop':
    case 'comprehension':
      return sentence('{code} comes from a loop over something that is not known here.', { code });
    case 'assignment':
    case 'walrus':
      return sentence('{code} may be changed after it is set.', { code });
    case 'function':
    case 'class':
      return sentence('{code} is a definition, no text.', { code });
    case 'other':
      return sentence('{code} is set in a way that is not followed.', { code });
    case 'import':
    case undefined:
      return sentence('Nothing in sight gives {code} a value.', { code });
  }
}
