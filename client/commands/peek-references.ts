import type { App } from '../app/app.ts';
import { placesIn } from './explain.ts';
import { showPlaces } from '../common/show-places.ts';

/** Shows the places that a code lens is about. */
export async function peekReferences(_: App, argument?: unknown): Promise<void> {
  await showPlaces(placesIn(argument));
}
