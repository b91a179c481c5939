import type { SyntaxNode } from '@lezer/common';
import { callAround, contains } from '../../syntax/python/syntax.ts';
import { callSitesOf, isEntryPoint, isGlobal, type CallSite } from './call-sites.ts';
import type { OriginFinder } from './origin.ts';
import { classAround, nameOf, scopeOf } from './scope.ts';

/**
 * Returns the known calls of the function around `place`, found by name. Searches the file of the function
 * first, and then all files if it contains no call. There may be other calls.
 */
export function callersAround(finder: OriginFinder, place: SyntaxNode): readonly CallSite[] {
  const definition = scopeOf(place);
  if (definition.name !== 'FunctionDefinition' || isEntryPoint(finder, definition)) return [];
  const work = (): ReturnType<OriginFinder['remember']> =>
    findCallers(finder, definition).map(({ call, finder: caller }) => ({ node: call, finder: caller }));
  const sites = finder.remember(`callers:${definition.from}`, work) ?? [];
  return sites.map((site) => ({ call: site.node, finder: site.finder }));
}

function findCallers(finder: OriginFinder, definition: SyntaxNode): readonly CallSite[] {
  const { module } = finder;
  const owner = classAround(definition);
  const own = nameOf(definition);
  const isConstructor = own !== undefined && owner !== undefined && module.textOf(own) === '__init__';
  const called = isConstructor ? owner : definition;
  const name = nameOf(called);
  if (name === undefined) return [];
  const isMethod = owner !== undefined && !isConstructor;
  const sites: CallSite[] = [];
  for (const node of module.occurrences([module.textOf(name)], module.root)) {
    const callee =
      node.name === (isMethod ? 'PropertyName' : 'VariableName') && (isMethod ? node.parent : node);
    const call = callee ? callAround(callee) : undefined;
    if (call !== undefined && !contains(definition, call)) sites.push({ call, finder });
  }
  if (sites.length > 0 || isMethod || !isGlobal(called)) return sites;
  return callSitesOf(finder, called) ?? [];
}
