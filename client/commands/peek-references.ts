import type { App } from '../app.ts';
import { placesIn } from '../explain.ts';
import { showPlaces } from '../show-places.ts';

/** Shows the places that a code lens is about. */
export async function peekReferences(_: App, argument?: unknown): Promise<void> {
  await showPlaces(placesIn(argument));
}
