import { expect, it } from 'vitest';
import { createAnalyzer } from '../../analysis/index.ts';
import { Documents } from '../../server/documents.ts';
import type { FileSystem } from '../../server/platform/files.ts';
import { ProjectFileCache } from '../../server/project-file-cache.ts';
import type { Log } from '../../server/log.ts';
import { Projects } from '../../server/projects.ts';

const rootUri = 'file:///work/booking';
const uri = `${rootUri}/pay.py`;
const texts = new Map([
  [`${rootUri}/project.yaml`, 'project_id: booking\nproject_name: Booking\n'],
  [uri, 'on_disk = 1\n'],
]);

/** Signals before it returns the project file, which is read after the agent's other files. */
function filesTelling(projectFileRead: () => void): FileSystem {
  return {
    read: async (one) => {
      if (one.endsWith('.yaml')) projectFileRead();
      return new TextEncoder().encode(texts.get(one));
    },
    list: async () => [
      { name: 'project.yaml', isFolder: false },
      { name: 'pay.py', isFolder: false },
    ],
  };
}

it('a file that is closed while its agent’s files are being read is read from the disk', async () => {
  const log: Log = { info: () => undefined, warn: () => undefined };
  const analyzer = createAnalyzer();
  const documents = new Documents(analyzer, log);
  documents.open({ uri, languageId: 'python', version: 1, text: 'in_editor = 1\n' });
  const files = filesTelling(() => {
    documents.close(uri);
    sources.documentChanged(uri);
  });
  const projects = new Projects(files);
  const sources = new ProjectFileCache({
    files,
    documents,
    projects: () => projects,
    analyzer: () => analyzer,
    progress: (_, work) => work,
    invalidated: () => undefined,
    refresh: () => undefined,
    failed: (error) => expect.fail(String(error)),
  });
  const store = await sources.read({ agentId: 'booking', rootUri });
  expect(store.file(uri)?.text).toBe('on_disk = 1\n');
});
