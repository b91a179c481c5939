import { readFileSync } from 'node:fs';

type Env = Readonly<Record<string, string | undefined>>;

/** The information about the change in the event that started the workflow. */
export interface RunEvent {
  readonly name: string;
  /** Commits of the base, best first. Empty if the event has none. */
  readonly bases: readonly string[];
  /**
   * True if GitHub checked out the merge of a pull request with its base. Then the first parent is the base as
   * it is now; the base of the event can be older.
   */
  readonly isMerge: boolean;
  /** GitHub passes no secrets to workflows for pull requests from forks or Dependabot. */
  readonly isWithoutSecrets: boolean;
}

/** Reads `GITHUB_EVENT_PATH`. Anything unexpected counts as absent. */
export function readEvent(env: Env): RunEvent {
  const name = env['GITHUB_EVENT_NAME'] ?? '';
  const payload = payloadOf(env['GITHUB_EVENT_PATH']);
  const repository = textAt(payload, 'repository', 'full_name');
  const head = textAt(payload, 'pull_request', 'head', 'repo', 'full_name');
  return {
    name,
    bases: [
      textAt(payload, 'pull_request', 'base', 'sha'),
      textAt(payload, 'merge_group', 'base_sha'),
      name === 'push' ? textAt(payload, 'before') : undefined,
    ].filter((hash): hash is string => hash !== undefined && isCommit(hash)),
    isMerge: name === 'pull_request' && /^refs\/pull\/\d+\/merge$/.test(env['GITHUB_REF'] ?? ''),
    isWithoutSecrets:
      name === 'pull_request' && (head !== repository || env['GITHUB_ACTOR'] === 'dependabot[bot]'),
  };
}

/** The first push of a branch has a hash of zeros as its base. */
function isCommit(hash: string): boolean {
  return /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(hash) && !/^0+$/.test(hash);
}

function payloadOf(file: string | undefined): unknown {
  if (file === undefined || file === '') return undefined;
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

function textAt(value: unknown, ...keys: readonly string[]): string | undefined {
  let current = value;
  for (const key of keys) {
    if (typeof current !== 'object' || current === null) return undefined;
    current = new Map(Object.entries(current)).get(key);
  }
  return typeof current === 'string' ? current : undefined;
}
