import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** They decide how long the whole run takes, so they start first. */
const longest = [
  'vault/operator/runbook',
  'vault/migrate/migrate',
  'webview/redraws',
  'webview/secret-life',
  'vault/crash/start',
  'vault/several/several',
  'vault/operator/operate',
  'vault/operator/retention',
];

/** Files that wait for processes before files that only compute, and longer ones first. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sort = super.sort.bind(this);
    const bySize = await sort(files);
    return bySize.toSorted((a, b) => rankOf(a) - rankOf(b));
  }
}

function rankOf({ moduleId, project }: TestSpecification): number {
  const place = longest.findIndex((name) => moduleId.endsWith(`/test/${name}.process.test.ts`));
  if (place !== -1) return place;
  return longest.length + (project.name === 'process' ? 0 : 1);
}
