import type { PanelPlace } from '../../contracts/panel-evidence.ts';
import type { PanelAgent } from '../../contracts/panel-agent.ts';
import type { AccessState } from './access.ts';

/** The state that the views render. */
export interface AccessForm {
  readonly access: AccessState;
  readonly filter: string;
  readonly saving: boolean;
  /** The user has pressed Save and sees what a revoke would break. */
  readonly confirming: boolean;
  /** The error that the host reported, including a conflict. */
  readonly alert: string;
  /** A save has failed, and can be retried. */
  readonly failed: boolean;
  readonly status: string;
}

/** The actions of the views. */
export interface AccessActions {
  readonly filter: (text: string) => void;
  readonly tick: (agents: readonly PanelAgent[], ticked: boolean) => void;
  readonly openPlaces: (places: readonly PanelPlace[]) => void;
  /** Saves, or first shows what that would break. */
  readonly save: () => void;
  /** Returns from the preview of what a save would break. */
  readonly back: () => void;
  readonly cancel: () => void;
  readonly keyDown: (event: KeyboardEvent) => void;
}

export const filterId = 'agent-filter';
export const impactId = 'impact';
