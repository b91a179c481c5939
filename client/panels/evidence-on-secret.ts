import type { Place, UsesResult } from '../../contracts/lsp-messages.ts';
import { fitsPattern } from '../../contracts/name-pattern.ts';
import type { AgentEvidence, PanelPlace } from '../../contracts/panel-evidence.ts';

export interface UsesOfAgent {
  readonly agentId: string;
  readonly uses: UsesResult;
}

/** The locations that were sent to a panel. A panel can open only these, and identifies them by number. */
export class PlaceBook {
  readonly #label: (place: Place) => string;
  readonly #places: Place[] = [];
  readonly #shown = new Map<string, PanelPlace>();

  constructor(label: (place: Place) => string) {
    this.#label = label;
  }

  show(place: Place): PanelPlace {
    const { start } = place.range;
    const key = `${place.uri} ${start.line} ${start.character}`;
    const shown = this.#shown.get(key) ?? { id: this.#places.push(place) - 1, label: this.#label(place) };
    this.#shown.set(key, shown);
    return shown;
  }

  /** Unknown numbers are ignored. */
  placesOf(ids: readonly number[]): readonly Place[] {
    return ids.flatMap((id) => this.#places[id] ?? []);
  }
}

/**
 * Where code that chooses a name at run time may read the secret: only code of agents that have access.
 */
export function placesOfChoices(
  { name, agentIds }: { readonly name: string; readonly agentIds: readonly string[] },
  agents: readonly UsesOfAgent[],
): readonly Place[] {
  return agents
    .filter(({ agentId }) => agentIds.includes(agentId))
    .flatMap(({ uses: { choices = [] } }) => choices.filter(({ pattern }) => fitsPattern(name, pattern)))
    .map(({ place }) => place);
}

/**
 * How the workspace's agents use a secret. While files are still being analyzed, "not used" could be wrong,
 * so such evidence is omitted.
 */
export function evidenceOn(
  name: string,
  agents: readonly UsesOfAgent[],
  book: PlaceBook,
): readonly AgentEvidence[] {
  return agents.flatMap(({ agentId, uses: { names, choices = [], complete } }) => {
    const places = Object.hasOwn(names, name) ? (names[name] ?? []) : [];
    if (!complete && places.length === 0) return [];
    const maybe = choices.filter(({ pattern }) => fitsPattern(name, pattern));
    return [
      {
        agentId,
        places: places.map((place) => book.show(place)),
        maybe: maybe.map(({ place }) => book.show(place)),
      },
    ];
  });
}
