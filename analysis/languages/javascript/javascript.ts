import { parser } from '@lezer/javascript';
import type { SecretReference } from '../../reference.ts';
import type { SourceFile } from '../../source/source-file.ts';
import type { Language } from '../language.ts';
import { agentReads } from './agent.ts';
import { javaScriptCompletionSite } from './completion-site.ts';
import { environmentReads } from './environment.ts';
import { mayReadAnything, mayReadEnvironment, mayReadSecrets } from './may-read.ts';
import { JavaScriptModule } from './module.ts';
import { javaScriptSurroundings } from './surroundings.ts';

/** Which parts of the grammar a file may use. */
export type JavaScriptDialect = 'jsx' | 'ts' | 'ts jsx';

/** JavaScript and TypeScript: the variables of the environment, and the secrets of a conversation. */
export function createJavaScript(dialect: JavaScriptDialect): Language {
  const modules = new WeakMap<SourceFile, JavaScriptModule>();
  const moduleOf = (file: SourceFile): JavaScriptModule => {
    const module = modules.get(file) ?? new JavaScriptModule(file);
    modules.set(file, module);
    return module;
  };
  return {
    parser: parser.configure({ dialect }),
    mayHoldReferences: mayReadAnything,
    references: (file) => referencesIn(moduleOf(file)),
    completionSite: (file, offset) => javaScriptCompletionSite(moduleOf(file), offset),
    uses: () => [],
    fieldsUsed: (_, reference) => reference.fields,
    surroundings: (file, { span }) => javaScriptSurroundings(file, span.start),
  };
}

function referencesIn(module: JavaScriptModule): readonly SecretReference[] {
  const found = new Map<number, SecretReference>();
  const reads = [
    ...(mayReadEnvironment(module.text) ? environmentReads(module) : []),
    ...(mayReadSecrets(module.text) ? agentReads(module) : []),
  ];
  for (const read of reads) found.set(read.span.start, read);
  return [...found.values()].toSorted((left, right) => left.span.start - right.span.start);
}
