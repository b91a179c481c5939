import type {
  CatalogChange,
  ChangeReport,
  ComparedState,
  DynamicRead,
  GoneAccess,
  MatchingSecrets,
  NeededAccess,
  NeededAccessState,
  NewSuppression,
} from '../../review/changes/change-report.ts';
import type { ReportedFinding } from '../../review/index.ts';
import { counted } from '../output/table.ts';
import type { FindingsReport, ReportedChange, Verdict } from './report.ts';

type ReportedCell = NonNullable<ReportedFinding['cell']>;

/** The headings of a change report, in the order in which reviewers need them. */
export const headings = {
  needs: 'Access this change needs',
  new: 'New findings',
  dynamic: 'New dynamic reads',
  suppressions: 'New suppressions',
  gone: 'No longer read',
  catalog: 'Changes in the catalog snapshot',
} as const satisfies Partial<Record<keyof ChangeReport, string>>;

/** What to do about each part of a change report, as a sentence under its heading. */
export const advice = {
  needs:
    'Only secrets that the agent did not read before. Grant access before you merge, or reject the read. A secret that does not exist is usually misspelled.',
  new: 'Caused by this change, also in files that it does not touch.',
  dynamic:
    'The name is only known at run time. Ask the author which secrets it can be, and check that the agent has access to them.',
  suppressions:
    'This change suppresses these findings, so they do not fail the check. Accept each reason, or ask for its removal.',
  gone: 'After the merge, access that no other code of the agent needs can be revoked.',
  catalog: 'The change claims that access is like this. Verify it in the vault.',
} as const satisfies Readonly<Record<keyof typeof headings, string>>;

export const accessWords: Readonly<Record<NeededAccessState, string>> = {
  granted: 'granted',
  missing: 'not granted',
  nonexistent: 'does not exist',
  unknown: 'not checked',
};

export const catalogWords: Readonly<Record<CatalogChange['change'], string>> = {
  granted: 'access granted',
  revoked: 'access revoked',
  created: 'created',
  deleted: 'deleted',
  deprecated: 'deprecated',
  changed: 'changed',
};

/** Such as `not granted`, or `does not exist; did you mean "payment_key"?` */
export function neededWords({ access, suggestion }: Pick<NeededAccess, 'access' | 'suggestion'>): string {
  return `${accessWords[access]}${suggestion === undefined ? '' : `; did you mean "${suggestion}"?`}`;
}

/** Such as `"sms_de_key" (granted), "sms_fr_key" (not granted), and 3 more`. */
export function matchingWords({ secrets, more }: MatchingSecrets): string {
  if (secrets.length === 0) return 'no known secret';
  const known = secrets.map(({ secret, access }) => `"${secret}" (${accessWords[access]})`);
  return [...known, ...(more > 0 ? [`and ${String(more)} more`] : [])].join(', ');
}

/** What a read with a dynamic name may read, as a sentence after it, with a leading space. */
export function mayReadSentence({ matching }: Pick<DynamicRead, 'matching'>): string {
  return matching === undefined ? '' : ` Matching secrets: ${matchingWords(matching)}.`;
}

/** The possible names of a read, such as `payment_*`. A completely unknown name can be any name. */
export function patternsOf({ patterns }: Pick<DynamicRead, 'patterns'>): string {
  return patterns.length === 0 ? 'any name' : patterns.join(', ');
}

export function rulesOf({ rules }: Pick<NewSuppression, 'rules'>): string {
  return rules.length === 0 ? 'all rules' : rules.join(', ');
}

/** Advice about access that is no longer used. */
export function revokeWords({ mayRevoke }: Pick<GoneAccess, 'mayRevoke'>): string {
  return mayRevoke ? 'the access can be revoked' : 'a dynamic read may still need the access';
}

/** The base, such as `main (1a2b3c4)`. */
export function baseWords({ name, commit }: ComparedState): string {
  const short = commit.slice(0, 7);
  if (short === '') return name;
  return commit.startsWith(name) ? name.slice(0, 7) : `${name} (${short})`;
}

/** The effects of a change, in one phrase. Empty if a report would show nothing. */
export function changeSummary(report: ChangeReport): string {
  const { needs, dynamic, suppressions, gone, catalog } = report;
  const parts = [
    [needs.length, 'needed secret', 'needed secrets'],
    [report.new.length, 'new finding', 'new findings'],
    [dynamic.length, 'new dynamic read', 'new dynamic reads'],
    [suppressions.length, 'new suppression', 'new suppressions'],
    [gone.length, 'secret no longer read', 'secrets no longer read'],
    [catalog.length, 'catalog change', 'catalog changes'],
  ] as const;
  return parts
    .filter(([count]) => count > 0)
    .map(([count, one, many]) => `${String(count)} ${count === 1 ? one : many}`)
    .join(', ');
}

/** A position in a notebook as users see it, with a leading space; empty for any other file. */
export function cellWords({ cell }: { readonly cell?: ReportedCell }): string {
  return cell === undefined ? '' : ` (cell ${cell.number}, line ${cell.line})`;
}

/** Other places of a finding, such as the log statement in a function that it calls. The JSON report has all. */
export function placesElsewhere({ path, line, related = [] }: PlacedFinding): readonly string[] {
  const places = new Set(related.map((one) => `${one.path}:${String(one.line)}`));
  places.delete(`${path}:${String(line)}`);
  return [...places].slice(0, shownPlaces);
}

type PlacedFinding = Pick<ReportedFinding, 'line' | 'path' | 'related'>;

const shownPlaces = 3;

/** The message, with other places of the finding. */
export function messageWithPlaces(finding: PlacedFinding & Pick<ReportedFinding, 'message'>): string {
  const places = placesElsewhere(finding);
  return places.length === 0 ? finding.message : `${finding.message} (at ${places.join(', ')})`;
}

/** Lets a sentence that can follow a word, such as "note:", start a line. */
export function capitalized(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

/** The paragraphs at the start of a report: the verdict, then the rest, which is its reason if it has none. */
export function withVerdict(
  verdict: Verdict | undefined,
  rest: string,
  emphasized: (word: string, state: Verdict['state']) => string,
): readonly string[] {
  if (verdict === undefined) return [rest];
  const { state, reason } = verdict;
  const start = emphasized(`${capitalized(state)}:`, state);
  if (reason !== undefined) return [`${start} ${reason}.`, rest];
  return [`${start} ${rest.charAt(0).toLowerCase()}${rest.slice(1)}`];
}

/** The verdict about a change. Changes without new findings can still need something. */
export function changeVerdict(report: ReportedChange): Verdict | undefined {
  const { verdict } = report;
  if (verdict === undefined || changeSummary(report) === '') return verdict;
  return { reason: 'no new findings', ...verdict };
}

/** Such as "No new findings in 3 files", without a period. With a baseline, known findings are hidden. */
export function noFindings({ files, baseline }: Pick<FindingsReport, 'baseline' | 'files'>): string {
  return `No ${baseline === undefined ? '' : 'new '}findings in ${counted(files, 'file')}`;
}

/** For agents whose catalog is unknown. */
export function namesUnchecked(agents: number): string {
  return `the names of ${counted(agents, 'agent')} were not checked`;
}

/** For files that a change touches, or whose analysis failed. */
export function filesUnchecked(files: number): string {
  return `${counted(files, 'file')} ${files === 1 ? 'was' : 'were'} not checked`;
}

/** `Hotel Booking (PROJECT-1)`; only the ID if the name is unknown. */
export function namedAgent({ agents }: Pick<ChangeReport, 'agents'>, id: string): string {
  const name = agents[id];
  return name === undefined || name === id ? id : `${name} (${id})`;
}
