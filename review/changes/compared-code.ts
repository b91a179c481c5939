import type { ReportedFinding, ReportedPosition } from '../findings/reported.ts';
import type { DynamicRead, NewSuppression } from './change-report.ts';
import type { CodeState } from './code-state.ts';
import { addedAfter, type Identity, type Sides } from './subtract.ts';

const findingIdentity: Identity<ReportedFinding> = {
  subjectOf: ({ rule, agentId, names }) => [rule, agentId, names],
  isSpecificEnough: ({ names }) => names.length > 0,
};

const dynamicIdentity: Identity<DynamicRead> = {
  subjectOf: ({ agent, patterns }) => [agent, patterns],
  isSpecificEnough: ({ patterns }) => patterns.length > 0,
};

const suppressionIdentity: Identity<NewSuppression> = {
  subjectOf: ({ rules, reason }) => [rules, reason],
  isSpecificEnough: () => true,
};

/** The results that exist only after the change. */
export function compare(before: CodeState, after: CodeState, pathAfter: (path: string) => string) {
  const sides = { codeBefore: before.codeAt, codeAfter: after.codeAt, pathAfter };
  return {
    findings: addedAfter({ ...sides, before: before.findings, after: after.findings }, findingIdentity),
    dynamic: addedAfter({ ...sides, before: before.dynamic, after: after.dynamic }, dynamicIdentity),
    suppressions: suppressionsAdded(before, after, sides),
  };
}

/**
 * New comments, and known ones that suppress something new, because a reviewer accepted a comment together
 * with the findings that it suppressed.
 */
function suppressionsAdded(
  before: CodeState,
  after: CodeState,
  sides: Omit<Sides<Pick<ReportedPosition, 'line' | 'path'>>, 'after' | 'before'>,
): readonly NewSuppression[] {
  const added = new Set(
    addedAfter({ ...sides, before: before.suppressions, after: after.suppressions }, suppressionIdentity),
  );
  const places = addedAfter(
    { ...sides, before: suppressedPlaces(before), after: suppressedPlaces(after) },
    suppressedIdentity,
  );
  const newlySuppressed = Map.groupBy(places, ({ by }) => by);
  return after.suppressions.flatMap((one) => {
    if (added.has(one)) return [one];
    const found = newlySuppressed.get(one)?.map(({ finding }) => finding);
    return found === undefined ? [] : [{ ...one, suppressed: found }];
  });
}

interface SuppressedPlace extends Pick<ReportedPosition, 'line' | 'path'> {
  readonly by: NewSuppression;
  readonly finding: ReportedFinding;
}

function suppressedPlaces({ suppressions }: CodeState): readonly SuppressedPlace[] {
  return suppressions.flatMap((by) =>
    by.suppressed.map((finding) => ({ path: finding.path, line: finding.line, by, finding })),
  );
}

const suppressedIdentity: Identity<SuppressedPlace> = {
  subjectOf: ({ by: { rules, reason }, finding: { rule, agentId, names } }) => [
    rules,
    reason,
    rule,
    agentId,
    names,
  ],
  isSpecificEnough: () => false,
};
