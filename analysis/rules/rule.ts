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
import { mayHoldTokens } from '../hardcoded/may-hold-credentials.ts';

export interface Report {
  readonly span: Span;
  readonly message: string;
  /** The secret names that the report is about, sorted. */
  readonly names: readonly string[];
  /** The names that have the problem, if not all of them do. */
  readonly affected?: readonly string[];
  /** The closest existing names, best first. */
  readonly suggestions?: readonly string[];
  /** The reference that the report is about, if there is one. */
  readonly reference?: SecretReference;
  /** True if the literal at `span` is not part of the use, but in a variable or a loop. */
  readonly elsewhere?: boolean;
  readonly related?: readonly RelatedPlace[];
  readonly deprecated?: boolean;
  /** True if the value is used inside a function that is called here. */
  readonly isInFunction?: boolean;
  /** True if the report is about a value that was followed. */
  readonly isFollowed?: boolean;
  /** The suppression that the report is about, if any. */
  readonly unused?: UnusedSuppression;
}

/** A finding together with the report that it was created from. */
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
  /** Absent if no catalog of the agent is known. Most rules then report nothing. */
  readonly known: KnownAgent | undefined;
  /** In text order. */
  readonly references: readonly SecretReference[];
  /** In text order. */
  readonly uses: () => readonly SecretUse[];
  /** True before values have been followed. Only findings that do not depend on them are then complete. */
  readonly isEarly?: boolean;
  /**
   * Returns where the names of a reference are written, if not in the reference itself. Computed on demand.
   */
  readonly origins?: (reference: SecretReference) => readonly WrittenName[];
  /** The names of the variables that are set where the code runs. Undefined if they are unknown. */
  readonly environment?: readonly string[];
  /** Whether the project loads a file of environment variables. */
  readonly loadsVariables?: () => boolean;
  /** The detector's results for the file. Undefined if the file has not been scanned. */
  readonly credentials?: readonly Credential[];
  /** False while files of the project are still being read. The absence of findings then proves nothing. */
  readonly settled?: boolean;
  /** Called with the reason for each finding that is withheld. */
  readonly silent?: NoteSilence;
  /** Unused suppressions. They are only known after all other rules have run. */
  readonly unused?: readonly UnusedSuppression[];
}

/** Shown on the rule's page and as help in reports, as Markdown. */
export interface RuleDocumentation {
  /** One paragraph on why the rule matters, which describes what happens at run time. */
  readonly why: string;
  /** Code that the rule reports. In Python, unless the rule is about another format. */
  readonly bad: string;
  /** The same code with the problem fixed. */
  readonly good: string;
  /** One paragraph on what the rule does not report, and why. */
  readonly silent: string;
}

/**
 * What a rule needs before the absence of findings is conclusive: only the `code`, the `catalog` of the
 * agent, the user's `environment` variables, the credentials found by the `detector`, or the unused
 * `suppressions`.
 */
export type RuleNeeds = 'catalog' | 'code' | 'detector' | 'environment' | 'suppressions';

/** A quick fix. `fixes/index.ts` contains a row for each. */
export type FixId =
  | 'add-environment-secret'
  | 'change-to-nearest-field'
  | 'change-to-nearest-name'
  | 'create-secret'
  | 'create-secret-for-literal'
  | 'grant-to-agent'
  | 'ignore-rule'
  | 'leave-out-of-log'
  | 'mask-in-log'
  | 'move-to-environment'
  | 'remove-suppression'
  | 'replace-deprecated'
  | 'request-access'
  | 'request-new-secret'
  | 'request-secret-for-literal'
  | 'rotate-secret';

/**
 * A check of an agent's files, with everything that the product needs to know about it. IDs, schema,
 * manifest, pages and severities are derived from it (`npm run docs`). If required information is unknown,
 * the rule reports nothing.
 */
export interface Rule {
  /** Also the name of the rule's file and page. */
  readonly id: RuleId;
  readonly severity: Severity;
  /** A single line for lists and reports. */
  readonly summary: string;
  readonly needs: RuleNeeds;
  /**
   * How the Secrets view lists the reported names. Absent if the rule is not about names of agent secrets.
   */
  readonly attention?: RuleAttention;
  /** In display order. */
  readonly fixes: readonly FixId[];
  /** True if the rule reports nothing about a word that is still being typed. */
  readonly aboutTypedText?: true;
  readonly check: (context: RuleContext) => Iterable<Report>;
}

/** Returns what a rule can know about a file in addition to its agent and its code. */
export function ruleInputs(
  context: FileContext,
): Pick<RuleContext, 'credentials' | 'environment' | 'settled'> {
  const { credentials, knowledge, environment: further = [], project } = context;
  const known = knowledge?.environment;
  const environment = known && (further.length === 0 ? known : [...known, ...further]);
  const settled = project?.complete ?? true;
  return { ...(credentials && { credentials }), ...(environment && { environment }), settled };
}

/** Returns `"a"`, or `"a", "b" and 3 more`. */
export function quotedNames(names: readonly string[], translate: Translate): string {
  const shown = names.slice(0, 3).map((name) => `"${shownName(name)}"`);
  const hidden = names.length - shown.length;
  const listed = shown.join(', ');
  return hidden > 0 ? translate('{names} and {count} more', { names: listed, count: hidden }) : listed;
}

const ownKey = /^ags_[a-z]+_\w{20}/;
const shownLetters = 4;

/** Formats a name for a report. If a credential is used in place of a name, it must not appear in reports. */
export function shownName(name: string): string {
  return isCredential(name) ? `${name.slice(0, shownLetters)}…` : name;
}

export function isCredential(name: string): boolean {
  return mayHoldTokens(name) || ownKey.test(name);
}
