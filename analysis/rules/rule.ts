import type { AgentProject } from '../../contracts/agent-project.ts';
import type { RuleId } from '../../contracts/rule-ids.ts';
import type { WrittenName } from '../model/derivation.ts';
import type { FileContext } from '../model/file-context.ts';
import type { KnownAgent } from '../catalog/known-agent.ts';
import type { Credential } from '../model/credential.ts';
import type { Finding, RelatedPlace, Severity } from '../model/finding.ts';
import type { NoteSilence } from '../model/silence.ts';
import type { Span } from '../model/span.ts';
import type { SecretReference } from '../model/reference.ts';
import type { ParsedFile } from '../model/parsed-file.ts';
import { shownName } from './shown-name.ts';
import type { UnusedSuppression } from '../model/suppression.ts';
import type { SecretUse } from '../model/secret-use.ts';
import type { Say } from '../model/translator.ts';

/** What a rule has to say about a place. */
export interface Report {
  readonly span: Span;
  readonly message: string;
  /** The secret names it is about, sorted. */
  readonly names: readonly string[];
  /** The names that have the problem, unless all of them have. */
  readonly affected?: readonly string[];
  /** Nearest existing names, best first. */
  readonly suggestions?: readonly string[];
  /** The reference it is about, when there is one. */
  readonly reference?: SecretReference;
  /** The literal at `span` is no part of the use: a variable or a loop holds it. */
  readonly elsewhere?: boolean;
  readonly related?: readonly RelatedPlace[];
  readonly deprecated?: boolean;
  /** The suppression it is about, when it is about one. */
  readonly unused?: UnusedSuppression;
}

/** A finding with the report it was made from. */
export interface LocatedFinding {
  readonly rule: Rule;
  readonly finding: Finding;
  readonly report: Report;
}

/** What a rule can look at: one file of an agent. What is expensive is worked out on the first question. */
export interface RuleContext {
  readonly file: ParsedFile;
  readonly agent: AgentProject;
  /** Speaks the language of whoever asks. */
  readonly say: Say;
  /** Absent when no catalog of the agent is known; most rules are silent then. */
  readonly known: KnownAgent | undefined;
  /** In the order of the text. */
  readonly references: readonly SecretReference[];
  /** In the order of the text. */
  readonly uses: () => readonly SecretUse[];
  /** Where names of a reference are written that do not stand at it. Worked out when it is asked for. */
  readonly origins?: (reference: SecretReference) => readonly WrittenName[];
  /** Names of the variables that are set where the code runs; undefined when they are not known. */
  readonly environment?: readonly string[];
  /** What a detector found in the file; undefined when none has looked at it. */
  readonly credentials?: readonly Credential[];
  /** False while files of the project are still being read: then silence proves nothing. */
  readonly settled?: boolean;
  /** Told of each finding that is withheld, and why. */
  readonly silent?: NoteSilence;
  /** Comments that silence nothing; known only after all other rules have spoken. */
  readonly unused?: readonly UnusedSuppression[];
}

/** Shown on the rule's page and as help in reports. Markdown. */
export interface RuleDocumentation {
  /** Why it matters: what happens at run time, in one paragraph. */
  readonly why: string;
  /** Code that it reports, in Python unless the rule is about something else. */
  readonly bad: string;
  /** The same code, mended. */
  readonly good: string;
  /** What it does not report, and why; one paragraph. */
  readonly silent: string;
}

/**
 * What a rule must know before its silence means that there is nothing to report: the `code` alone, the
 * agent's `catalog`, the `environment` variables of the user, the credentials that the `detector` found, or
 * the `suppressions` that silenced nothing.
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
 * One check of the files of an agent, and all that the product knows about it: ids, schema, manifest, pages
 * and severities derive from it (`npm run docs`). Unknown is silent.
 */
export interface Rule {
  /** Also the name of its file and of its page. */
  readonly id: RuleId;
  readonly severity: Severity;
  /** One line, for lists and reports. */
  readonly summary: string;
  readonly needs: RuleNeeds;
  /** In the order in which they are offered. */
  readonly fixes: readonly FixId[];
  /** A word that is still being typed has no findings of this rule. */
  readonly aboutTypedText?: true;
  readonly check: (context: RuleContext) => Iterable<Report>;
}

/** What a rule can know of a file beside its agent and its code. */
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
export function quotedNames(names: readonly string[], say: Say): string {
  const shown = names.slice(0, 3).map((name) => `"${shownName(name)}"`);
  const hidden = names.length - shown.length;
  const listed = shown.join(', ');
  return hidden > 0 ? say('{names} and {count} more', { names: listed, count: hidden }) : listed;
}
