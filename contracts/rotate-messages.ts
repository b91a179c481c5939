import { isCounts, isRecord, isText, isTextRecord, isTexts } from './unknown-values.ts';
import type { PanelPlace } from './panel-evidence.ts';
import type { SecretKind } from './secret.ts';

/** The versions that a rotation is about: the way back, and what is current since. */
export interface RotationRun {
  readonly before: number;
  readonly now: number;
}

/** Something that a person can try with the new value: a file of an agent, or an agent without files here. */
export interface RotationCheck {
  readonly id: string;
  readonly agentName: string;
  /** Absent when the agent is not in this workspace, or nothing of it here uses the secret. */
  readonly file?: string;
  readonly places: readonly PanelPlace[];
  /** Its use depends on a name that is chosen at run time. */
  readonly maybe: boolean;
}

/** Extension host → Rotate panel. */
export type ToRotatePanel =
  /** Once more without a `run`: the one that was shown is over, and the first step is shown again. */
  | {
      readonly type: 'open';
      readonly name: string;
      readonly kind: SecretKind;
      readonly fields: readonly string[];
      /** Present once the new value is stored. */
      readonly run?: RotationRun;
      readonly tested: readonly string[];
    }
  /** Follows as soon as the code of the workspace has been read, and whenever it changed. */
  | { readonly type: 'checks'; readonly checks: readonly RotationCheck[] }
  | { readonly type: 'rotated'; readonly run: RotationRun }
  | { readonly type: 'restored' }
  /** The person thought better of going back. */
  | { readonly type: 'kept' }
  | { readonly type: 'failed'; readonly message: string };

/** Rotate panel → extension host. `rotate` is the one message of this panel that carries a value. */
export type FromRotatePanel =
  | { readonly type: 'ready' }
  | { readonly type: 'cancel' }
  | { readonly type: 'draft'; readonly typed: boolean }
  | { readonly type: 'rotate'; readonly value: string | Readonly<Record<string, string>> }
  | { readonly type: 'test'; readonly tested: readonly string[] }
  | { readonly type: 'open-places'; readonly ids: readonly number[] }
  | { readonly type: 'restore' }
  | { readonly type: 'finish' };

/** A message of the panel, checked on arrival: a panel is a stranger. */
export function isFromRotatePanel(message: unknown): message is FromRotatePanel {
  if (!isRecord(message)) return false;
  switch (message['type']) {
    case 'ready':
    case 'cancel':
    case 'restore':
    case 'finish':
      return true;
    case 'draft':
      return typeof message['typed'] === 'boolean';
    case 'rotate':
      return isValue(message['value']);
    case 'test':
      return isTexts(message['tested']);
    case 'open-places':
      return isCounts(message['ids']);
    default:
      return false;
  }
}

function isValue(data: unknown): boolean {
  return isText(data) ? data !== '' : isTextRecord(data);
}
