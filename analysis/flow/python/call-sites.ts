import type { SyntaxNode } from '@lezer/common';
import { isSameNode } from '../../syntax/python/syntax.ts';
import { classifyMention, type Wanted } from './function-mentions.ts';
import type { OriginFinder } from './origin.ts';
import { isMentionedInText } from './outside.ts';
import { nameOf, scopeOf } from './scope.ts';

/** A place where a function is called. */
export interface CallSite {
  readonly call: SyntaxNode;
  readonly finder: OriginFinder;
}

const maximumWords = 20;
const maximumSites = 500;

/**
 * Every call of a function, or of a class, of a module, in all files of the project. Undefined if a file uses
 * it in any other way, so that it may be called from anywhere.
 */
export function callSitesOf(finder: OriginFinder, definition: SyntaxNode): readonly CallSite[] | undefined {
  const name = nameOf(definition);
  if (name === undefined || !finder.others.complete) return undefined;
  const words = [finder.module.textOf(name)];
  const sites: CallSite[] = [];
  for (const word of words) {
    if (words.length > maximumWords) return undefined;
    for (const other of modulesWith(finder, word)) {
      const found = sitesIn(other, word, { finder, name, definition });
      if (found === undefined) return undefined;
      sites.push(...found.sites);
      words.push(...found.aliases.filter((alias) => !words.includes(alias)));
    }
    if (sites.length > maximumSites) return undefined;
  }
  return sites;
}

interface SitesInFile {
  readonly sites: readonly CallSite[];
  /** Other names that the file gives to it. */
  readonly aliases: readonly string[];
}

function sitesIn(finder: OriginFinder, word: string, wanted: Wanted): SitesInFile | undefined {
  const { module } = finder;
  if (isMentionedInText(module, word)) return undefined;
  const sites: CallSite[] = [];
  const aliases: string[] = [];
  for (const node of module.occurrences([word], module.root)) {
    if (finder === wanted.finder && isSameNode(node, wanted.name)) continue;
    const mention = classifyMention(finder, node, wanted);
    if (mention.kind === 'escapes') return undefined;
    if (mention.kind === 'alias') aliases.push(mention.word);
    else if (mention.kind === 'call') sites.push({ call: mention.call, finder });
  }
  return { sites, aliases };
}

/** Whether other code can access a definition by its name in the module. */
export function isGlobal(definition: SyntaxNode): boolean {
  return scopeOf(definition).name === 'Script';
}

/** Whether the platform itself calls it, with arguments chosen by the model. */
export function isEntryPoint(finder: OriginFinder, definition: SyntaxNode): boolean {
  const name = nameOf(definition);
  const path = finder.module.uri.split('/');
  const file = path.at(-1)?.replace(/\.py$/, '');
  const isInFolder = /^(?:functions|function_steps)$/.test(path.at(-2) ?? '');
  return isInFolder && name !== undefined && finder.module.textOf(name) === file;
}

function modulesWith(finder: OriginFinder, word: string): readonly OriginFinder[] {
  const others = finder.others.mentioning(word);
  return others.includes(finder) ? others : [finder, ...others];
}
