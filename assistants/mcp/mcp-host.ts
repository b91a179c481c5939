import type { AssistantHost, SecretToRequest } from '../host/assistant-host.ts';
import type { SecureField } from '../secure-field/secure-field.ts';

/** The host's interface outside the editor, where the user types values on a separate page. */
export interface McpHost extends Omit<AssistantHost, 'requestSecret'> {
  /** Opens the page for a value. @throws AssistantError if nothing can be stored */
  openField(request: SecretToRequest): Promise<SecureField>;
  /** Shows a page in the user's browser. Returns false if this machine has no display. */
  showPage(url: string): boolean;
}
