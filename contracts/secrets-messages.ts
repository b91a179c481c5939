import { isMessage, isObjectOf, isOneOf, isRecord, isText, isTexts } from './guards.ts';
import type { PanelAgent } from './panel-agent.ts';

/** A secret as listed in the panel: never its value. Times are ISO 8601. */
export interface ListedSecret {
  readonly name: string;
  readonly description: string;
  readonly fields: readonly string[];
  readonly agentIds: readonly string[];
  readonly createdAt: string;
  readonly updatedAt: string;
  /** Present if the secret should no longer be used. */
  readonly deprecated?: object;
}

/** Extension host → Secrets panel. */
export type ToSecretsPanel =
  | {
      readonly type: 'secrets';
      readonly agents: readonly PanelAgent[];
      readonly secrets: readonly ListedSecret[];
      /** What the user's role allows. */
      readonly mayWrite: boolean;
      readonly mayChangeAccess: boolean;
    }
  | { readonly type: 'failed'; readonly message: string };

/** What can be done with one secret; each opens the form that exists for it. */
const secretActions = ['show', 'edit', 'rotate', 'access', 'history', 'copy'] as const;
export type SecretAction = (typeof secretActions)[number];

/** Secrets panel → extension host. */
export type FromSecretsPanel =
  | { readonly type: 'ready' }
  | { readonly type: 'act'; readonly action: SecretAction; readonly name: string }
  /** The host asks for one confirmation for all names. */
  | { readonly type: 'delete'; readonly names: readonly string[] };

/** Validates incoming panel messages. */
export const isFromSecretsPanel = isMessage<FromSecretsPanel>({
  ready: isRecord,
  act: isObjectOf({ action: isOneOf(...secretActions), name: isText }),
  delete: isObjectOf({ names: isTexts }),
});
