import type { PanelAgent } from '../../contracts/webview-messages.ts';
import type { AccessState } from './access-model.ts';

/** What the views draw. */
export interface AccessForm {
  readonly access: AccessState;
  readonly filter: string;
  readonly saving: boolean;
  /** What the host said went wrong, a conflict included. */
  readonly alert: string;
  readonly status: string;
}

/** What the views can ask for. */
export interface AccessActions {
  readonly filter: (text: string) => void;
  readonly tick: (agents: readonly PanelAgent[], ticked: boolean) => void;
  readonly save: () => void;
  readonly cancel: () => void;
  readonly keyDown: (event: KeyboardEvent) => void;
}

export const filterId = 'agent-filter';
