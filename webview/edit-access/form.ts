import type { PanelPlace } from '../../contracts/panel-evidence.ts';
import type { PanelAgent } from '../../contracts/panel-agent.ts';
import type { AccessState } from './access.ts';

/** What the views draw. */
export interface AccessForm {
  readonly access: AccessState;
  readonly filter: string;
  readonly saving: boolean;
  /** The person has pressed Save and sees what a revoke would break. */
  readonly confirming: boolean;
  /** What the host said went wrong, a conflict included. */
  readonly alert: string;
  /** A save has failed, and the same may be tried again. */
  readonly failed: boolean;
  readonly status: string;
}

/** What the views can ask for. */
export interface AccessActions {
  readonly filter: (text: string) => void;
  readonly tick: (agents: readonly PanelAgent[], ticked: boolean) => void;
  readonly openPlaces: (places: readonly PanelPlace[]) => void;
  /** Saves, or first shows what that would break. */
  readonly save: () => void;
  /** Back from what a save would break. */
  readonly back: () => void;
  readonly cancel: () => void;
  readonly keyDown: (event: KeyboardEvent) => void;
}

export const filterId = 'agent-filter';
export const impactId = 'impact';
