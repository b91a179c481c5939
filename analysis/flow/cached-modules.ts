import type { ProjectFiles } from '../model/file-context.ts';
import type { SourceFile } from '../source/source-file.ts';

/** How a language analyzes its files, individually and within a project. */
interface Looking<Module, Modules, Known> {
  readonly module: (file: SourceFile) => Module;
  /** Creates the modules of a project in one state of its files. */
  readonly modules: (project: ProjectFiles, moduleOf: (file: SourceFile) => Module) => Modules;
  /** Computes the facts about a file. `others` is undefined if the file is analyzed on its own. */
  readonly know: (file: SourceFile, module: Module, others: Modules | undefined) => Known;
}

/**
 * Caches the facts about a file until it or another file of its project changes. Without a project, only the
 * most recent result is cached.
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

/** Computes a value from a project, and recomputes it after one of the project's files has changed. */
function perVersion<T>(create: (project: ProjectFiles) => T): (project: ProjectFiles) => T {
  const known = new WeakMap<ProjectFiles, { readonly version: number; readonly made: T }>();
  return (project) => {
    const { version } = project;
    const before = known.get(project);
    if (before?.version === version) return before.made;
    const made = create(project);
    known.set(project, { version, made });
    return made;
  };
}
