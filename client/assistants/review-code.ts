import { AssistantError, type CodeReview, type FoundReference } from '../../assistants/index.ts';
import type { FindingsResult } from '../../contracts/agent-findings.ts';
import type { Place, UsesResult } from '../../contracts/lsp-messages.ts';

/** The workspace's code, as the language server sees it. */
export interface AnalyzedCode {
  /** Waits briefly while files are being analyzed. */
  uses(agentId: string): Promise<UsesResult>;
  findings(agentId: string): Promise<FindingsResult>;
  /** A URI's path relative to the workspace, with forward slashes. */
  pathOf(uri: string): string;
  /**
   * The path of an existing file or folder, in the form of `pathOf`; empty for the whole workspace. `undefined` if
   * it does not exist or is outside the workspace.
   */
  find(path: string): Promise<string | undefined>;
}

/** How often incomplete results are requested again. `uses` waits each time. */
const attempts = 10;

/** References and findings below the paths; without paths, everywhere. @throws AssistantError */
export async function reviewCode(
  code: AnalyzedCode,
  agentIds: readonly string[],
  paths: readonly string[],
  signal?: AbortSignal,
): Promise<CodeReview> {
  const wanted = await Promise.all(paths.map((path) => existing(path, code)));
  const isWanted = (path: string): boolean => wanted.length === 0 || wanted.some((one) => isBelow(path, one));
  const reviews: CodeReview[] = [];
  for (const agentId of agentIds) {
    const { uses, findings } = await completeResults(code, agentId, signal);
    reviews.push({
      references: referencesOf(agentId, uses, code),
      findings: findings.findings.map(({ rule, severity, place }) => {
        const { path, line } = positionOf(place, code);
        return { rule, severity, path, line };
      }),
    });
  }
  const sorted = <Found extends Position>(found: readonly Found[]): readonly Found[] =>
    found.filter(({ path }) => isWanted(path)).toSorted(byPosition);
  return {
    references: sorted(reviews.flatMap(({ references }) => references)),
    findings: sorted(reviews.flatMap(({ findings }) => findings)),
  };
}

async function existing(path: string, code: AnalyzedCode): Promise<string> {
  const found = await code.find(path);
  if (found === undefined)
    throw new AssistantError(`${JSON.stringify(path)} is not a file or folder in the workspace.`);
  return found;
}

async function completeResults(
  code: AnalyzedCode,
  agentId: string,
  signal: AbortSignal | undefined,
): Promise<{ readonly uses: UsesResult; readonly findings: FindingsResult }> {
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    if (signal?.aborted) break;
    const uses = await code.uses(agentId);
    if (!uses.complete) continue;
    const findings = await code.findings(agentId);
    if (findings.complete) return { uses, findings };
  }
  throw new AssistantError('The code is still being analyzed. Try again in a moment.');
}

/** One reference for each place, with all its possible names. */
function referencesOf(
  agent: string,
  { names, choices = [] }: UsesResult,
  code: AnalyzedCode,
): readonly FoundReference[] {
  const references = new Map<string, { readonly place: Place; names: Set<string>; dynamic: boolean }>();
  const at = (place: Place) => {
    const key = JSON.stringify(place);
    const reference = references.get(key) ?? { place, names: new Set(), dynamic: false };
    references.set(key, reference);
    return reference;
  };
  for (const [name, places] of Object.entries(names)) for (const place of places) at(place).names.add(name);
  for (const { place } of choices) at(place).dynamic = true;
  return [...references.values()].map(({ place, names: possible, dynamic }) => {
    const { path, line } = positionOf(place, code);
    return { agent, path, line, names: [...possible].toSorted(), dynamic };
  });
}

interface Position {
  readonly path: string;
  readonly line: number;
}

function positionOf({ uri, range }: Place, code: AnalyzedCode): Position {
  return { path: code.pathOf(uri), line: range.start.line + 1 };
}

function byPosition(one: Position, other: Position): number {
  if (one.path !== other.path) return one.path < other.path ? -1 : 1;
  return one.line - other.line;
}

function isBelow(path: string, folder: string): boolean {
  return folder === '' || path === folder || path.startsWith(`${folder}/`);
}
