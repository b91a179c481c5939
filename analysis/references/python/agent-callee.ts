import type { SyntaxNode } from '@lezer/common';
import { bindingsSeenBy } from '../../flow/python/lookup.ts';
import type { Frame, Origin, OriginFinder } from '../../flow/python/origin.ts';
import type { Origins } from '../../flow/python/origins.ts';
import { bindingAt, type Binding } from '../../flow/python/binding.ts';
import { vaultFunctions, vaultMethod } from './may-read.ts';
import { qualifiedName, starImports } from './qualified-name.ts';
import { argumentsGiven } from '../../flow/python/parameters.ts';
import { attributeByName } from './attribute-by-name.ts';
import { attributeOf, childrenOf, isSameNode } from '../../syntax/python/syntax.ts';
import type { PythonModule } from '../../flow/python/python-module.ts';

const conversationNames = new Set(['conv', '_conv']);
/**
 * Matches an assignment, a definition, or an import (on one line or in parentheses). Works on the text,
 * because few files match. Runs on every keystroke, so each pattern starts with literal letters, which can be
 * found many times faster.
 */
const definesConversation =
  /conv(?:[ \t]*(?::[^=\n,)]*)?=(?!=)|\b(?<=\b(?:def|class|for|as)[ \t]{1,99}_?conv))/;
/** Matches a type annotation other than that of a conversation. */
const typesConversation = /conv[ \t]*:(?![^=\n,)]*(?:onversation|ontext|\bConv\b|\b(?:Any|object)\b))/;
/** Many authors write no type, or a broad one. */
const mayBeConversationType = /conversation|\bconv\b|context|\b(?:Any|object)\b/i;
const importsConversation = /import\b(?:[^\n(]*|[^\n(]*\([^)]*)\b_?conv\b/;

/**
 * If parts of a conversation are replaced, it no longer reads secrets. The first pattern is the faster half
 * of the second.
 */
const mayReplaceParts = /conv\.utils(?:\.get_secret)?[ \t]*[:=]/;
const replacesParts = /^[ \t]*(?:[\w.]+\.)?_?conv\.utils(?:\.get_secret)?[ \t]*(?::[^=\n]*)?=(?!=)/m;

/**
 * Determines whether an expression is a function that reads an agent secret. Many functions are called
 * `get_secret`. Only the one in a conversation's `utils`, the imported vault functions, and functions in the
 * settings count.
 */
export class AgentCallee {
  readonly #origins: Origins;
  /** Also follows names into other files. */
  readonly #whole: OriginFinder;
  readonly #functions: readonly string[];
  readonly #calleeIn: (finder: OriginFinder) => AgentCallee;
  /** The parameters whose arguments are being resolved; a function may pass them on to itself. */
  readonly #asked = new Set<number>();
  #mayBeSomethingElse: boolean | undefined;
  #isReplaced: boolean | undefined;

  /** `calleeIn` returns the same for another module. */
  constructor(
    origins: Origins,
    whole: OriginFinder,
    functions: readonly string[],
    calleeIn: (finder: OriginFinder) => AgentCallee,
  ) {
    this.#origins = origins;
    this.#whole = whole;
    this.#functions = functions;
    this.#calleeIn = calleeIn;
  }

  matches(callee: SyntaxNode, frame?: Frame): boolean {
    if (this.#isWrittenOut(callee)) return true;
    return this.#isConfigured(callee) || this.#all(callee, frame, (origin) => this.#isVaultFunction(origin));
  }

  /** `conv.utils.get_secret` in its usual form, so that nothing needs to be followed. */
  #isWrittenOut(callee: SyntaxNode): boolean {
    const utils = this.#objectOf(callee, vaultMethod);
    const conversation = utils && this.#objectOf(utils, 'utils');
    return conversation !== undefined && this.#isConversationNode(conversation);
  }

  #objectOf(node: SyntaxNode, property: string): SyntaxNode | undefined {
    const { module } = this.#origins;
    const attribute = attributeOf(node);
    if (attribute !== undefined)
      return module.textOf(attribute.property) === property ? attribute.object : undefined;
    const read = attributeByName(module, node);
    return read?.name === property ? read.object : undefined;
  }

  #isVaultFunction(origin: Origin): boolean {
    const utils = this.#objectOf(origin.node, vaultMethod);
    if (utils !== undefined) return this.#isUtils(utils, origin.frame);
    return (
      this.#isImportedVaultFunction(origin) ||
      this.#isConfiguredOrigin(origin) ||
      this.#isGiven(origin.node, (caller, argument) => caller.matches(argument.node, argument.frame))
    );
  }

  #isUtils(expression: SyntaxNode, frame: Frame | undefined): boolean {
    return this.#all(expression, frame, ({ node, frame: inner }) => {
      const conversation = this.#objectOf(node, 'utils');
      const isUtils = conversation !== undefined && this.#isConversation(conversation, inner);
      return (
        isUtils ||
        this.#isAssignedUtils(node) ||
        this.#isGiven(node, (caller, argument) => caller.#isUtils(argument.node, argument.frame))
      );
    });
  }

  /** `self.utils` where attributes are not followed, if all assignments to it assign the same. */
  #isAssignedUtils(node: SyntaxNode): boolean {
    const { module } = this.#origins;
    const attribute = module.setsAttributesUnseen ? attributeOf(node) : undefined;
    if (attribute === undefined) return false;
    const assigned = valuesAssignedTo(module, module.textOf(attribute.property));
    return (
      assigned.length > 0 &&
      assigned.every((value) => {
        const conversation = this.#objectOf(value, 'utils');
        return conversation !== undefined && this.#isConversation(conversation, undefined);
      })
    );
  }

  #isConversation(expression: SyntaxNode, frame: Frame | undefined): boolean {
    return (
      this.#isConversationNode(expression) ||
      this.#all(
        expression,
        frame,
        ({ node }) =>
          this.#isConversationNode(node) ||
          this.#isGiven(node, (caller, argument) => caller.#isConversation(argument.node, argument.frame)),
      )
    );
  }

  #isConversationNode(node: SyntaxNode): boolean {
    const { module } = this.#origins;
    this.#isReplaced ??= mayReplaceParts.test(module.text) && replacesParts.test(module.text);
    if (this.#isReplaced) return false;
    const attribute = attributeOf(node);
    if (attribute !== undefined) {
      return conversationNames.has(module.textOf(attribute.property)) && !this.#isOtherAttribute(node);
    }
    if (node.name !== 'VariableName') return false;
    if (conversationNames.has(module.textOf(node))) return !this.#isSomethingElse(node);
    return isConversationTyped(this.#seen(node), (type) => module.textOf(type));
  }

  /** Whether the name refers to something unrelated that is also called `conv`. */
  #isSomethingElse(node: SyntaxNode): boolean {
    return this.#hasOthers() && this.#seen(node).some((binding) => this.#bindsSomethingElse(binding));
  }

  /** `self.conv = MagicMock()`. */
  #isOtherAttribute(node: SyntaxNode): boolean {
    if (!this.#hasOthers()) return false;
    return this.#origins
      .of(node)
      .some(({ node: origin }) => !isSameNode(origin, node) && !this.#mayBeConversation(origin));
  }

  #hasOthers(): boolean {
    const { text } = this.#origins.module;
    return (this.#mayBeSomethingElse ??=
      definesConversation.test(text) || importsConversation.test(text) || typesConversation.test(text));
  }

  #bindsSomethingElse(binding: Binding): boolean {
    const { kind } = binding;
    if (kind === 'parameter') return this.#isTypedOtherwise(binding);
    if (kind !== 'assignment' && kind !== 'walrus') return true;
    if (isConversationTyped([binding], (type) => this.#origins.module.textOf(type))) return false;
    return !this.#origins.ofBinding(binding, undefined).every(({ node }) => this.#mayBeConversation(node));
  }

  /** `conv: MagicMock`. */
  #isTypedOtherwise({ node }: Binding): boolean {
    const type = node.nextSibling;
    return type?.name === 'TypeDef' && !mayBeConversationType.test(this.#origins.module.textOf(type));
  }

  /** What an assigned `conv` may come from. A parameter is unknown, so its name decides. */
  #mayBeConversation(node: SyntaxNode): boolean {
    const { module } = this.#origins;
    if (node.name === 'None' || bindingAt(module.text, node)?.kind === 'parameter') return true;
    const attribute = attributeOf(node);
    if (attribute !== undefined) return conversationNames.has(module.textOf(attribute.property));
    const isNamed = node.name === 'VariableName' && conversationNames.has(module.textOf(node));
    return isNamed && bindingAt(module.text, node) === undefined;
  }

  /** The name of a binding is also an origin, which then represents the binding itself. */
  #seen(node: SyntaxNode): readonly Binding[] {
    const { module } = this.#origins;
    const own = bindingAt(module.text, node);
    return own === undefined ? (bindingsSeenBy(module, node) ?? []) : [own];
  }

  #isImportedVaultFunction(origin: Origin): boolean {
    const name = qualifiedName(this.#origins, origin);
    const last = name?.slice(name.lastIndexOf('.') + 1);
    if (name === undefined || last === undefined || !vaultFunctions.has(last)) return false;
    if (name === last) return starImports(this.#origins).some((module) => isVaultModule(module));
    return isVaultModule(name.slice(0, name.length - last.length).replace(/(?<=\w)\.$/, ''));
  }

  /** Whether the settings list the function, either as written in the code or as imported. */
  #isConfigured(callee: SyntaxNode): boolean {
    return (
      this.#functions.length > 0 && this.#isNamed(this.#origins.module.textOf(callee).replaceAll(/\s/g, ''))
    );
  }

  #isConfiguredOrigin(origin: Origin): boolean {
    const name = this.#functions.length > 0 ? qualifiedName(this.#origins, origin) : undefined;
    return name !== undefined && this.#isNamed(name);
  }

  #isNamed(name: string): boolean {
    return this.#functions.some((configured) => name === configured || name.endsWith(`.${configured}`));
  }

  /** Whether a node is a parameter, and all known calls pass something for it that passes a test. */
  #isGiven(node: SyntaxNode, test: (caller: AgentCallee, argument: Origin) => boolean): boolean {
    const binding = bindingAt(this.#origins.module.text, node);
    if (binding?.kind !== 'parameter' || this.#asked.has(node.from)) return false;
    this.#asked.add(node.from);
    try {
      const given = argumentsGiven(this.#whole, binding)?.filter((argument) => argument.node.name !== 'None');
      const isOf = (argument: Origin): boolean => test(this.#calleeIn(argument.finder), argument);
      return given !== undefined && given.length > 0 && given.every(isOf);
    } finally {
      this.#asked.delete(node.from);
    }
  }

  #all(expression: SyntaxNode, frame: Frame | undefined, test: (origin: Origin) => boolean): boolean {
    const origins = this.#origins.of(expression, frame).filter(({ node }) => node.name !== 'None');
    return origins.length > 0 && origins.every(test);
  }
}

/** `utils`, `.utils`, `….secret_vault`, `….functions.builtin`, and generated code in `_gen`. */
function isVaultModule(module: string): boolean {
  return /^\.*utils$|(?:^|\.)secret_vault$|(?:^|\.)functions\.builtin$|(?:^|\.)_gen(?:\.|$)/.test(module);
}

/** The values that the file assigns to attributes with this name. */
function valuesAssignedTo(module: PythonModule, name: string): readonly SyntaxNode[] {
  const values: SyntaxNode[] = [];
  for (const node of module.occurrences([name], { from: 0, to: module.text.length })) {
    const [target, operator, value, more] = childrenOf(node.parent?.parent ?? node);
    const isAssigned =
      operator?.name === 'AssignOp' && node.parent !== null && isSameNode(target, node.parent);
    if (isAssigned && value !== undefined && more === undefined) values.push(value);
  }
  return values;
}

function isConversationTyped(bindings: readonly Binding[], textOf: (node: SyntaxNode) => string): boolean {
  const isTyped = ({ node }: Binding): boolean => {
    const type = node.nextSibling;
    return type?.name === 'TypeDef' && /\bConversation\b/.test(textOf(type));
  };
  return bindings.length > 0 && bindings.every(isTyped);
}
