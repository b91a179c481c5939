import type { App } from '../app.ts';
import type { SecretPanelParts } from '../panels/secret-panel.ts';
import type { SignedIn } from './signed-in-account.ts';

/** What a panel about one secret works with, in the account of the signed-in person. */
export function partsAt({ panels, session }: App, { vault, accountId }: SignedIn): SecretPanelParts {
  return { panels, vault, accountId, changed: () => void session.refresh() };
}
