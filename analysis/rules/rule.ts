import type { AgentProject } from '../../contracts/agent-project.ts';
import type { RuleAttention, RuleId } from '../../contracts/rule-ids.ts';
import type { SecretReference, WrittenName } from '../model/reference.ts';
import type { Credential, FileContext } from '../model/file-context.ts';
import type { KnownAgent } from '../catalog/known-agent.ts';
import type { Finding, NoteSilence, RelatedPlace, Severity } from '../model/finding.ts';
import type { ParsedFile, Span } from '../model/parsed-file.ts';
import type { UnusedSuppression } from '../model/suppression.ts';
import type { SecretUse } from '../model/secret-use.ts';
import type { Translate } from '../../contracts/words.ts';
import { mayHoldCredentials } from '../hardcoded/may-hold-credentials.ts';

export interface Report {
  readonly span: Span;
  readonly message: string;
  /** The secret names it is about, sorted. */
  readonly names: readonly string[];
  /** The names that have the problem, if not all of them do. */
  readonly affected?: readonly string[];
  /** Closest existing names, best first. */
  readonly suggestions?: readonly string[];
  /** The reference it is about, if there is one. */
  readonly reference?: SecretReference;
  /** The literal at `span` is not part of the use: a variable or a loop contains it. */
  readonly elsewhere?: boolean;
  readonly related?: readonly RelatedPlace[];
  readonly deprecated?: boolean;
  /** The suppression it is about, if any. */
  readonly unused?: UnusedSuppression;
}

/** A finding with the report that it was created from. */
export interface LocatedFinding {
  readonly rule: Rule;
  readonly finding: Finding;
  readonly report: Report;
}

/** The input of a rule: one file of an agent. Expensive facts are computed on first access. */
export interface RuleContext {
  readonly file: ParsedFile;
  readonly agent: AgentProject;
  /** Translates into the user's language. */
  readonly translate: Translate;
  /** Absent if no catalog of the agent is known; most rules report nothing then. */
  readonly known: KnownAgent | undefined;
  /** In text order. */
  readonly references: readonly SecretReference[];
  /** In text order. */
  readonly uses: () => readonly SecretUse[];
  /** Where the names of a reference are written if not in the reference itself. Computed on demand. */
  readonly origins?: (reference: SecretReference) => readonly WrittenName[];
  /** Names of the variables that are set where the code runs; undefined if they are not known. */
  readonly environment?: readonly string[];
  /** What a detector found in the file; undefined if it has not been scanned. */
  readonly credentials?: readonly Credential[];
  /** False while files of the project are still being read: the absence of findings proves nothing then. */
  readonly settled?: boolean;
  /** Called for each withheld finding with the reason. */
  readonly silent?: NoteSilence;
  /** Unused suppressions; known only after all other rules have run. */
  readonly unused?: readonly UnusedSuppression[];
}

/** Shown on the rule's page and as help in reports. Markdown. */
export interface RuleDocumentation {
  /** Why it matters: what happens at run time, in one paragraph. */
  readonly why: string;
  /** Code that the rule reports, in Python unless the rule is about something else. */
  readonly bad: string;
  /** The same code, fixed. */
  readonly good: string;
  /** What it does not report, and why; one paragraph. */
  readonly silent: string;
}

/**
 * What a rule needs to know before the absence of findings is conclusive: the `code` alone, the agent's
 * `catalog`, the user's `environment` variables, the credentials that the `detector` found, or the unused
 * `suppressions`.
 */
export type RuleNeeds = 'catalog' | 'code' | 'detector' | 'environment' | 'suppressions';

/** A quick fix; `fixes/index.ts` has one row for each. */
export type FixId =
  | 'add-environment-secret'
  | 'change-to-nearest-field'
  | 'change-to-nearest-name'
  | 'create-secret'
  | 'create-secret-for-literal'
  | 'grant-to-agent'
  | 'ignore-rule'
  | 'remove-suppression'
  | 'replace-deprecated'
  | 'request-access';

/**
 * One check of an agent's files, and everything that the product knows about it: IDs, schema, manifest, pages
 * and severities are derived from it (`npm run docs`). If something is unknown, the rule reports nothing.
 */
export interface Rule {
  /** Also the name of its file and of its page. */
  readonly id: RuleId;
  readonly severity: Severity;
  /** One line, for lists and reports. */
  readonly summary: string;
  readonly needs: RuleNeeds;
  /** How the Secrets view lists the names it reports; absent if it is not about names of agent secrets. */
  readonly attention?: RuleAttention;
  /** In display order. */
  readonly fixes: readonly FixId[];
  /** This rule reports nothing about a word that is still being typed. */
  readonly aboutTypedText?: true;
  readonly check: (context: RuleContext) => Iterable<Report>;
}

/** What a rule can know about a file besides its agent and its code. */
export function ruleInputs(
  context: FileContext,
): Pick<RuleContext, 'credentials' | 'environment' | 'settled'> {
  const { credentials, knowledge, environment: further = [], project } = context;
  const known = knowledge?.environment;
  const environment = known && (further.length === 0 ? known : [...known, ...further]);
  const settled = project?.complete ?? true;
  return { ...(credentials && { credentials }), ...(environment && { environment }), settled };
}

/** `"a"`, or `"a", "b" and 3 more`. */
export function quotedNames(names: readonly string[], translate: Translate): string {
  const shown = names.slice(0, 3).map((name) => `"${shownName(name)}"`);
  const hidden = names.length - shown.length;
  const listed = shown.join(', ');
  return hidden > 0 ? translate('{names} and {count} more', { names: listed, count: hidden }) : listed;
}

const ownKey = /^ags_[a-z]+_\w{20}/;
const shownLetters = 4;

/** A name as reports may show it: a credential used in place of a name must not appear in reports. */
export function shownName(name: string): string {
  return isCredential(name) ? `${name.slice(0, shownLetters)}…` : name;
}

export function isCredential(name: string): boolean {
  return mayHoldCredentials(name) || ownKey.test(name);
}
