import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** These files determine how long the entire run takes, so they start first. */
const longest = [
  'e2e/states/vault-returns',
  'vault/operator/runbook.process',
  'vault/migrate/migrate.process',
  'webview/redraws.process',
  'webview/secret-life.process',
  'vault/crash/start.process',
  'vault/several/several.process',
  'vault/operator/operate.process',
  'vault/operator/retention.process',
];

/** Runs files that wait for processes before files that only compute, and the longest files first. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sort = super.sort.bind(this);
    const bySize = await sort(files);
    return bySize.toSorted((a, b) => rankOf(a) - rankOf(b));
  }
}

function rankOf({ moduleId, project }: TestSpecification): number {
  const place = longest.findIndex((name) => moduleId.endsWith(`/test/${name}.test.ts`));
  if (place !== -1) return place;
  return longest.length + (project.name === 'process' ? 0 : 1);
}
