import type { PanelPlace } from '../../contracts/panel-evidence.ts';
import type { SecretPageAction, SecretRequest, ToSecretPage } from '../../contracts/secret-page-messages.ts';

type Message<Type extends ToSecretPage['type']> = Extract<ToSecretPage, { type: Type }>;

export interface SecretPage {
  readonly shown: Message<'show'>;
  /** Undefined until the audit log has responded. */
  readonly lastRead?: Message<'last-read'>;
  /** Undefined until the code has been analyzed. */
  readonly code?: Message<'evidence'>;
  readonly alert: string;
}

export interface SecretPageActions {
  readonly act: (action: SecretPageAction) => void;
  readonly decide: (request: SecretRequest, decision: 'approve' | 'decline') => void;
  readonly openPlace: (place: PanelPlace) => void;
  /** Loads everything again: reads are not reported while the page is open. */
  readonly refresh: () => void;
}
