import type { ProjectFiles } from '../model/file-context.ts';
import type { SourceFile } from '../source/source-file.ts';
import { perVersion } from './per-version.ts';

/** How a language looks at its files, by themselves and in a project. */
interface Looking<Module, Modules, Known> {
  readonly module: (file: SourceFile) => Module;
  /** All modules of a project in one state of its files. */
  readonly modules: (project: ProjectFiles, moduleOf: (file: SourceFile) => Module) => Modules;
  /** What is to be known of a file; `others` is undefined when it is looked at by itself. */
  readonly know: (file: SourceFile, module: Module, others: Modules | undefined) => Known;
}

/**
 * Keeps what is known of a file for as long as the file is the same, and no other file of its project
 * changed. Without a project: what was known last.
 */
export function cachedModules<Module, Modules, Known>(
  look: Looking<Module, Modules, Known>,
): (file: SourceFile, project?: ProjectFiles) => Known {
  const parsed = new WeakMap<SourceFile, Module>();
  const files = new WeakMap<SourceFile, { readonly others: Modules | undefined; readonly known: Known }>();

  const moduleOf = (file: SourceFile): Module => {
    const module = parsed.get(file) ?? look.module(file);
    parsed.set(file, module);
    return module;
  };

  const modulesOf = perVersion((project) => look.modules(project, moduleOf));

  return (file, project) => {
    const others = project && modulesOf(project);
    const before = files.get(file);
    if (before !== undefined && (project === undefined || before.others === others)) return before.known;
    const known = look.know(file, moduleOf(file), others);
    files.set(file, { others, known });
    return known;
  };
}
