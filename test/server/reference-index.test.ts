import { expect, it } from 'vitest';
import { createAnalyzer } from '../../analysis/index.ts';
import { Documents } from '../../server/documents.ts';
import type { Log } from '../../server/log.ts';
import type { FileSystem } from '../../server/platform/files.ts';
import { ProjectFileCache } from '../../server/project-file-cache.ts';
import { Projects } from '../../server/projects.ts';
import { ReferenceIndex } from '../../server/reference-index.ts';

const texts = new Map([
  ['file:///work/booking/project.yaml', 'project_id: booking\n'],
  ['file:///work/booking/pay.py', 'conv.utils.get_secret("stripe_key")\n'],
]);

it('uses are incomplete until the workspace was searched for the agent', async () => {
  const searched = Promise.withResolvers<undefined>();
  const files: FileSystem = {
    read: async (uri) => {
      const text = texts.get(uri);
      return text === undefined ? undefined : new TextEncoder().encode(text);
    },
    async list(uri) {
      if (uri === 'file:///work') {
        await searched.promise;
        return [{ name: 'booking', isFolder: true }];
      }
      return ['project.yaml', 'pay.py'].map((name) => ({ name, isFolder: false }));
    },
  };
  const announced = Promise.withResolvers<readonly string[]>();
  const index = indexOf(files, announced.resolve);

  expect(await index.uses('booking')).toMatchObject({ names: {}, complete: false });
  searched.resolve(undefined);
  expect(await announced.promise).toEqual(['booking']);
  const { names, complete } = await index.uses('booking');
  expect([Object.keys(names), complete]).toEqual([['stripe_key'], true]);
});

function indexOf(files: FileSystem, changed: (agentIds: readonly string[]) => void): ReferenceIndex {
  const log: Log = { info: () => undefined, warn: () => undefined };
  const analyzer = createAnalyzer();
  const projects = new Projects(files);
  const failed = (error: unknown): never => expect.fail(String(error));
  const progress = <T>(_: string, work: Promise<T>): Promise<T> => work;
  const projectFiles = new ProjectFileCache({
    files,
    documents: new Documents(analyzer, log),
    projects: () => projects,
    analyzer: () => analyzer,
    progress,
    invalidated: () => undefined,
    refresh: () => undefined,
    failed,
  });
  projects.scan(['file:///work'], async () => undefined).catch(failed);
  const prepare = async (): Promise<void> => undefined;
  return new ReferenceIndex({
    projects: () => projects,
    projectFiles,
    analyzer,
    prepare,
    isUnfinished: () => false,
    progress,
    changed,
    failed,
  });
}
