import type { SyntaxNode } from '@lezer/common';
import { isSameNode, keyOf, targetOf, wrapped } from '../../syntax/javascript/syntax.ts';
import { stringValue } from '../../syntax/javascript/strings.ts';
import type { JavaScriptModule } from './module.ts';
import type { OriginFinder } from './origin.ts';

/** Files that re-export an export, directly or through others. */
const maximumPasses = 3;

/** Determines whether a use of an export in another file leaves its value unchanged. */
export type CheckUse = (module: JavaScriptModule, use: SyntaxNode) => boolean;

/**
 * Whether all files of the project that import `local` from its file leave it unchanged. False if it is
 * unclear what a file does with it.
 */
export function isLeftByImporters(finder: OriginFinder, local: string, check: CheckUse): boolean {
  return isLeft(finder, exportedAs(finder.module, local), check, 0);
}

/** The names of files that import a file contain its name, or that of its folder. */
export function nameInImports(uri: string): string {
  const [, folder = '', name = ''] = /([^/]*)\/([^/]+?)(?:\.d)?\.[cm]?[jt]sx?$/.exec(uri) ?? [];
  return decodeURIComponent(name === 'index' ? folder : name);
}

/** The names under which a file exports one of its variables. */
function exportedAs(module: JavaScriptModule, local: string): ReadonlySet<string> {
  const names = new Set([local]);
  for (const node of module.occurrences([local])) {
    if (node.parent?.name === 'ExportGroup') names.add(aliasIn(module, node));
    if (node.parent?.name === 'ExportDeclaration') names.add('default');
    // `module.exports = local`
    if (node.parent?.name === 'AssignmentExpression') names.add('default');
  }
  return names;
}

function aliasIn(module: JavaScriptModule, name: SyntaxNode): string {
  const alias = name.nextSibling?.name === 'as' ? name.nextSibling.nextSibling : null;
  return module.textOf(alias ?? name);
}

function isLeft(finder: OriginFinder, names: ReadonlySet<string>, check: CheckUse, passes: number): boolean {
  if (passes > maximumPasses) return false;
  const word = nameInImports(finder.module.file.uri);
  for (const other of finder.others.mentioning(word)) {
    if (other === finder) continue;
    const { module } = other;
    for (const node of module.occurrences([word])) {
      const specifier = node.name === 'String' ? stringValue(module.text, node) : undefined;
      if (specifier === undefined || other.others.find(specifier, module.file.uri) !== finder) continue;
      if (!new Importer(other, names, check, passes).isHarmless(node)) return false;
    }
  }
  return true;
}

/** One file that imports the value under one of `names`. */
class Importer {
  readonly #finder: OriginFinder;
  readonly #module: JavaScriptModule;
  readonly #names: ReadonlySet<string>;
  readonly #check: CheckUse;
  readonly #passes: number;

  constructor(finder: OriginFinder, names: ReadonlySet<string>, check: CheckUse, passes: number) {
    this.#finder = finder;
    this.#module = finder.module;
    this.#names = names;
    this.#check = check;
    this.#passes = passes;
  }

  /** `source` is the path that is imported. */
  isHarmless(source: SyntaxNode): boolean {
    const owner = source.parent;
    switch (owner?.name ?? '') {
      case 'ImportDeclaration':
        return owner === null || owner.getChild('type') !== null || this.#isImportHarmless(owner);
      case 'ExportDeclaration':
        return owner === null || this.#isExportHarmless(owner);
      case 'ArgList':
        return this.#isRequireHarmless(owner?.parent ?? null);
      case 'DynamicImport':
        return owner === null || this.#isDynamicHarmless(owner);
      default:
        return true;
    }
  }

  #isImportHarmless(declaration: SyntaxNode): boolean {
    const group = declaration.getChild('ImportGroup');
    const named = group?.getChildren('VariableDefinition') ?? [];
    const whole = declaration.getChildren('VariableDefinition');
    return (
      named.every((node) => {
        const imported = node.prevSibling?.name === 'as' ? node.prevSibling.prevSibling : node;
        return !this.#isMeant(imported) || this.#isNameHarmless(node);
      }) &&
      whole.every((node) => {
        if (node.prevSibling?.name === 'as') return this.#isNamespaceHarmless(node);
        return !this.#names.has('default') || (this.#isNameHarmless(node) && this.#isNamespaceHarmless(node));
      })
    );
  }

  #isMeant(name: SyntaxNode | null): boolean {
    return name === null || this.#names.has(this.#module.textOf(name));
  }

  #isNameHarmless(node: SyntaxNode): boolean {
    const binding = this.#module.bindingOf(node);
    if (binding === undefined) return false;
    return this.#module.usesOf(binding).every((use) => {
      if (use.parent?.name === 'ExportGroup') return this.#isPassedOn(new Set([aliasIn(this.#module, use)]));
      return this.#check(this.#module, use);
    });
  }

  /** `import * as all from …`, `const all = require(…)`. */
  #isNamespaceHarmless(node: SyntaxNode): boolean {
    const binding = this.#module.bindingOf(node);
    return (
      binding !== undefined &&
      this.#module.usesOf(binding).every((use) => {
        const { parent } = use;
        return parent !== null && isSameNode(parent.firstChild, use) && this.#isMemberHarmless(parent);
      })
    );
  }

  #isMemberHarmless(member: SyntaxNode): boolean {
    const key = member.name === 'MemberExpression' ? keyOf(member, this.#module.text) : undefined;
    if (key === undefined) return false;
    return !this.#names.has(key) || this.#check(this.#module, member);
  }

  #isRequireHarmless(call: SyntaxNode | null): boolean {
    const callee = call?.firstChild;
    const name = callee ? this.#module.textOf(callee) : '';
    return call === null || name !== 'require' || this.#isModuleHarmless(wrapped(call));
  }

  /** `await import(…)`. Without `await`, the module is passed on. */
  #isDynamicHarmless(call: SyntaxNode): boolean {
    const outer = wrapped(call);
    if (outer.parent?.name === 'AwaitExpression') return this.#isModuleHarmless(wrapped(outer.parent));
    return outer.parent?.name === 'ExpressionStatement';
  }

  /** `outer` evaluates to the whole module. */
  #isModuleHarmless(outer: SyntaxNode): boolean {
    if (outer.parent?.name === 'ExpressionStatement') return true;
    if (outer.parent?.name === 'MemberExpression') return this.#isMemberHarmless(outer.parent);
    const target = targetOf(outer);
    if (target?.name === 'VariableDefinition') return this.#isNamespaceHarmless(target);
    if (target?.name !== 'ObjectPattern') return false;
    return target.getChildren('PatternProperty').every((property) => {
      const named = property.getChild('VariableDefinition');
      const key = property.getChild('PropertyName') ?? named;
      return !this.#isMeant(key) || (named !== null && this.#isNameHarmless(named));
    });
  }

  /** `export * from …`, `export { name as other } from …`. */
  #isExportHarmless(declaration: SyntaxNode): boolean {
    const group = declaration.getChild('ExportGroup');
    if (group === null) return declaration.getChild('as') === null && this.#isPassedOn(this.#names);
    const passed = new Set<string>();
    for (let child = group.firstChild; child !== null; child = child.nextSibling)
      if (child.prevSibling?.name !== 'as' && this.#names.has(this.#module.textOf(child)))
        passed.add(aliasIn(this.#module, child));
    return passed.size === 0 || this.#isPassedOn(passed);
  }

  #isPassedOn(names: ReadonlySet<string>): boolean {
    return isLeft(this.#finder, names, this.#check, this.#passes + 1);
  }
}

/** Whether a file that imports this one may set a member of that name on anything. Uses the text alone. */
export function isMemberSetByImporters(finder: OriginFinder, key: string): boolean {
  const name = key.replaceAll('$', String.raw`\$`);
  const sets = new RegExp(
    String.raw`\.${name}\s*(?:[-+*/%&|^?]{0,2}=(?![=>])|\+\+|--)|\b(?:Object\.(?:assign|definePropert)|Reflect\.)|\]\s*=(?!=)`,
  );
  for (const other of finder.others.mentioning(nameInImports(finder.module.file.uri)))
    if (other !== finder && sets.test(other.module.text)) return true;
  return false;
}
