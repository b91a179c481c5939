import type { NamedEnvironment } from './environments.ts';
import { isListOf, isMessage, isObjectOf, isOneOf, isRecord, isText, optional } from './guards.ts';
import type { PanelAgent } from './panel-agent.ts';

/** A secret as compared in the panel: never its value. */
export interface ComparedSecret {
  readonly name: string;
  /** Empty for a single value. */
  readonly fields: readonly string[];
  readonly agentIds: readonly string[];
  readonly version: number;
  /** ISO 8601. */
  readonly updatedAt: string;
}

/** The input of an admin; `before` is the rule that it replaces. */
export interface RuleDraft {
  readonly before: readonly NamedEnvironment[];
  readonly environments: readonly NamedEnvironment[];
}

/** What the panel shows. */
export interface ComparisonView {
  readonly filter: string;
  /** `agents`: also if only the agents differ, which is often intended. */
  readonly show: 'all' | 'different' | 'agents';
}

/** Also validates what the editor restores after a window reload. */
export const isComparisonView = isObjectOf<ComparisonView>({
  filter: isText,
  show: isOneOf('all', 'different', 'agents'),
});

/** Extension host → Environments panel. */
export type ToEnvironmentsPanel =
  | {
      readonly type: 'open';
      readonly agents: readonly PanelAgent[];
      readonly environments: readonly NamedEnvironment[];
      /** All secrets of the account, so that the panel can preview a rule. */
      readonly secrets: readonly ComparedSecret[];
      /** What the user's role allows. */
      readonly mayWrite: boolean;
      readonly mayChangeRule: boolean;
      /** Input that was not saved when the tab was hidden or closed. */
      readonly draft?: RuleDraft | undefined;
      /** What the panel showed before its tab was hidden or the window was reloaded. */
      readonly view?: ComparisonView | undefined;
    }
  | { readonly type: 'saved' }
  | { readonly type: 'failed'; readonly message: string };

/** Environments panel → extension host. */
export type FromEnvironmentsPanel =
  | { readonly type: 'ready' }
  | { readonly type: 'show'; readonly name: string }
  /** Creates a secret with the same fields as its counterpart. */
  | { readonly type: 'create'; readonly name: string; readonly counterpart: string }
  | { readonly type: 'draft'; readonly draft?: RuleDraft | undefined; readonly view: ComparisonView }
  | { readonly type: 'save'; readonly draft: RuleDraft };

const isRule = isListOf(isObjectOf<NamedEnvironment>({ name: isText, suffix: isText }));

/** Also validates drafts that the editor restores after a window reload. */
export const isRuleDraft = isObjectOf<RuleDraft>({ before: isRule, environments: isRule });

/** Validates incoming panel messages. */
export const isFromEnvironmentsPanel = isMessage<FromEnvironmentsPanel>({
  ready: isRecord,
  show: isObjectOf({ name: isText }),
  create: isObjectOf({ name: isText, counterpart: isText }),
  draft: isObjectOf<{ draft?: RuleDraft | undefined; view: ComparisonView }>({
    draft: optional(isRuleDraft),
    view: isComparisonView,
  }),
  save: isObjectOf({ draft: isRuleDraft }),
});
