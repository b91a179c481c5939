import { typeStub } from '../../analysis/index.ts';
import type { AgentCatalog } from '../../contracts/catalog.ts';
import type { GeneratedModule } from './generated-modules.ts';

export interface Stub {
  /** With forward slashes, from the folder of the stubs on. */
  readonly path: string;
  readonly text: string;
}

/**
 * The stubs of one agent; none when none of its modules reads secrets. A type checker takes a package
 * from one place: in a folder of their own the stubs need the other modules of the package beside them.
 */
export function stubsOfAgent(
  modules: readonly GeneratedModule[],
  { secrets }: AgentCatalog,
  isBeside: boolean,
): readonly Stub[] {
  const stubs = modules.map(({ path, text }) => ({ path: `${path}i`, stub: typeStub(text, secrets), text }));
  if (stubs.every(({ stub }) => stub === undefined)) return [];
  return stubs
    .filter(({ stub }) => stub !== undefined || !isBeside)
    .map(({ path, stub, text }) => ({ path, text: stub ?? text }));
}
