import type { AssistantHost, SecretToRequest } from '../assistant-host.ts';
import type { SecureField } from '../secure-field/secure-field.ts';

/** What the tools need outside the editor, where the user types values on a page of their own. */
export interface McpHost extends Omit<AssistantHost, 'requestSecret'> {
  /** Opens the page for a value. @throws AssistantError if nothing can be stored */
  openField(request: SecretToRequest): Promise<SecureField>;
  /** Shows a page in the user's browser. Returns false if this machine has no display. */
  showPage(url: string): boolean;
}
