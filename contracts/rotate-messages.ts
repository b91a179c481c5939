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

/** The versions of a rotation: the one to roll back to, and the current one. */
export interface RotationRun {
  readonly before: number;
  readonly now: number;
}

/**
 * Something that the user can test with the new value: a file of an agent, or an agent without files here.
 */
export interface RotationCheck {
  readonly id: string;
  readonly agentName: string;
  /** Absent if the agent is not in this workspace, or nothing here uses the secret. */
  readonly file?: string;
  readonly places: readonly PanelPlace[];
  /** Whether it uses the secret depends on a name chosen at run time. */
  readonly maybe: boolean;
}

/** Extension host → Rotate panel. */
export type ToRotatePanel =
  /**
   * If sent again without a `run`, the rotation that was shown is over, and the first step is shown again.
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
  /** Sent as soon as the workspace's code has been read, and whenever it changes. */
  | { readonly type: 'checks'; readonly checks: readonly RotationCheck[] }
  | { readonly type: 'rotated'; readonly run: RotationRun }
  | { readonly type: 'restored' }
  /** The user canceled the rollback. */
  | { readonly type: 'kept' }
  | { readonly type: 'failed'; readonly message: string };

/** Rotate panel → extension host. `rotate` is the only message of this panel that carries a value. */
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
