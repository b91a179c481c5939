// Loaded before each test file.
import path from 'node:path';
import { beforeEach, onTestFailed } from 'vitest';
import { noteTimes } from './timing.ts';
import { Workbench } from './workbench.ts';

beforeEach(({ task }) => {
  const file = path.basename(task.file.filepath, '.test.ts');
  onTestFailed(() =>
    Workbench.pictureAll(`failed-${file}-${task.name}`.replaceAll(/[^\w-]+/g, '-').slice(0, 100)),
  );
});

if (process.env['E2E_TIMING']) noteTimes();
