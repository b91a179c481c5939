import type { AuditFormat, AuditPerson, AuditView, Pruned, Verdict } from '../../contracts/audit-messages.ts';
import type { PanelAgent } from '../../contracts/panel-agent.ts';
import type { ShownEvent } from '../../contracts/shown-event.ts';

export interface AuditLog {
  readonly view: AuditView;
  readonly people: readonly AuditPerson[];
  readonly agents: readonly PanelAgent[];
  readonly secrets: readonly string[];
  /** Undefined until the first page has loaded. */
  readonly events?: readonly ShownEvent[];
  readonly more: boolean;
  readonly pruned?: Pruned | undefined;
  readonly busy: boolean;
  readonly verdict?: Verdict | 'running' | undefined;
  readonly alert: string;
  readonly status: string;
}

export interface AuditActions {
  readonly look: (changed: Partial<AuditView>) => void;
  readonly moreEvents: () => void;
  /** Adds new events: reads and sign-ins are not reported while the panel is open. */
  readonly refresh: () => void;
  readonly verify: () => void;
  readonly show: (name: string) => void;
  readonly exportAs: (format: AuditFormat) => void;
}
