import {
  isCounts,
  isFlag,
  isMessage,
  isObjectOf,
  isRecord,
  isText,
  isTextRecord,
  isTexts,
} from './guards.ts';
import type { PanelPlace } from './panel-evidence.ts';
import type { SecretKind } from './secret.ts';

/** The versions involved in a rotation: the one to roll back to, and the current one. */
export interface RotationRun {
  readonly before: number;
  readonly now: number;
}

/**
 * Something that the user can test with the new value: one of an agent's files, or an agent that has no files
 * in this workspace.
 */
export interface RotationCheck {
  readonly id: string;
  readonly agentName: string;
  /** Absent if the agent is not in this workspace, or nothing in the workspace uses the secret. */
  readonly file?: string;
  readonly places: readonly PanelPlace[];
  /** True if the code chooses the name at run time, so it may or may not use the secret. */
  readonly maybe: boolean;
}

/** Extension host → Rotate panel. */
export type ToRotatePanel =
  /**
   * If this is sent again without a `run`, the rotation on display is over, and the panel returns to the
   * first step.
   */
  | {
      readonly type: 'open';
      readonly name: string;
      readonly kind: SecretKind;
      readonly fields: readonly string[];
      /** Present once the new value is stored. */
      readonly run?: RotationRun;
      readonly tested: readonly string[];
    }
  /** Sent as soon as the workspace's code has been analyzed, and whenever the checks change. */
  | { readonly type: 'checks'; readonly checks: readonly RotationCheck[] }
  | { readonly type: 'rotated'; readonly run: RotationRun }
  | { readonly type: 'restored' }
  /** The user canceled the rollback; nothing has changed. */
  | { readonly type: 'kept' }
  /** The secret was deleted elsewhere; an empty text means that it was restored. */
  | { readonly type: 'deleted'; readonly text: string }
  | { readonly type: 'failed'; readonly message: string };

/** Rotate panel → extension host. `rotate` is this panel's only message that carries a value. */
export type FromRotatePanel =
  | { readonly type: 'ready' }
  | { readonly type: 'cancel' }
  | { readonly type: 'draft'; readonly typed: boolean }
  | { readonly type: 'rotate'; readonly value: string | Readonly<Record<string, string>> }
  | { readonly type: 'test'; readonly tested: readonly string[] }
  | { readonly type: 'open-places'; readonly ids: readonly number[] }
  | { readonly type: 'restore' }
  | { readonly type: 'finish' };

type Rotate = Extract<FromRotatePanel, { type: 'rotate' }>;

/** Validates incoming panel messages. */
export const isFromRotatePanel = isMessage<FromRotatePanel>({
  ready: isRecord,
  cancel: isRecord,
  restore: isRecord,
  finish: isRecord,
  draft: isObjectOf({ typed: isFlag }),
  rotate: isObjectOf({
    value: (value): value is Rotate['value'] => (isText(value) ? value !== '' : isTextRecord(value)),
  }),
  test: isObjectOf({ tested: isTexts }),
  'open-places': isObjectOf({ ids: isCounts }),
});
