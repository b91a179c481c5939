import { Modules, noOthers } from '../../flow/python/modules.ts';
import { Origins } from '../../flow/python/origins.ts';
import { PythonModule } from '../../flow/python/python-module.ts';
import type { ProjectFiles } from '../../ports.ts';
import { perVersion } from '../../project/per-version.ts';
import type { SourceFile } from '../../source/source-file.ts';
import { PythonFile } from './python-file.ts';

/** Without a project: the file as it was looked at last. */
export type PythonFiles = (file: SourceFile, project?: ProjectFiles) => PythonFile;

interface Known {
  readonly modules: Modules | undefined;
  readonly file: PythonFile;
}

/** Keeps what is known of a file for as long as the file is the same, and no other file of its project changed. */
export function createPythonFiles(functions: readonly string[]): PythonFiles {
  const parsed = new WeakMap<SourceFile, PythonModule>();
  const files = new WeakMap<SourceFile, Known>();

  const moduleOf = (file: SourceFile): PythonModule => {
    const module = parsed.get(file) ?? new PythonModule(file);
    parsed.set(file, module);
    return module;
  };

  const modulesOf = perVersion((project) => new Modules(project, moduleOf));

  return (file, project) => {
    const modules = project && modulesOf(project);
    const known = files.get(file);
    if (known !== undefined && (project === undefined || known.modules === modules)) return known.file;
    const origins = modules?.of(file) ?? new Origins(moduleOf(file), noOthers);
    const found = new PythonFile(file, functions, origins);
    files.set(file, { modules, file: found });
    return found;
  };
}
