import { typeStub, utilsClassIn } from '../../analysis/index.ts';
import type { AgentCatalog } from '../../contracts/catalog.ts';
import type { GeneratedModule } from './generated-modules.ts';

export interface Stub {
  /** Relative to the folder of the stubs, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/**
 * The stubs of one agent; empty if none of its modules reads secrets or has a conversation. A type checker
 * resolves a package from one place, so in a separate folder the stubs need the other modules of the package
 * as well.
 */
export function stubsOfAgent(
  modules: readonly GeneratedModule[],
  { secrets }: AgentCatalog,
  isBeside: boolean,
): readonly Stub[] {
  const utils = utilsOf(modules);
  const stubs = modules.map((one) => {
    const elsewhere = utils && utils.path !== one.path ? utils : undefined;
    const place = elsewhere && { ...elsewhere, module: relativeModule(one.path, elsewhere.path) };
    return { path: `${one.path}i`, stub: typeStub(one.text, secrets, place), text: one.text };
  });
  if (stubs.every(({ stub }) => stub === undefined)) return [];
  return stubs
    .filter(({ stub }) => stub !== undefined || !isBeside)
    .map(({ path, stub, text }) => ({ path, text: stub ?? text }));
}

/** The first class with the function that `conv.utils` has. */
function utilsOf(modules: readonly GeneratedModule[]): { path: string; name: string } | undefined {
  for (const { path, text } of modules) {
    const name = utilsClassIn(text);
    if (name !== undefined) return { path, name };
  }
  return undefined;
}

/** `.conv_utils` for a module in the same folder, `..conv_utils` for one in the parent folder. */
function relativeModule(from: string, to: string): string {
  const folder = from.split('/').slice(0, -1);
  const target = to.replace(/(?:\/__init__)?\.py$/, '').split('/');
  const differs = target.findIndex((part, index) => part !== folder[index]);
  const common = differs < 0 ? target.length : differs;
  return '.'.repeat(folder.length - common + 1) + target.slice(common).join('.');
}
