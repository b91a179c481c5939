import type { ProjectFiles } from '../model/file-context.ts';

/** Computes a value from a project, and computes it again once one of the project's files has changed. */
export function perVersion<T>(create: (project: ProjectFiles) => T): (project: ProjectFiles) => T {
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
