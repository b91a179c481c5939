import type { AgentProject } from '../../contracts/agent-project.ts';
import type { Place } from '../../contracts/lsp-messages.ts';
import { shorten } from '../common/place-lines.ts';
import { placeLabel } from '../tree/attention.ts';

/** A secret, and the locations in the agent's code that read it. */
interface NamedUses {
  readonly name: string;
  readonly places: readonly Place[];
}

/** More lines would push the dialog's button out of view. */
const mostNames = 12;
const mostPlaces = 3;

/** One line per secret, with the first locations that read it and the number of others. */
export function previewLines(
  uses: readonly NamedUses[],
  agent: AgentProject,
  more: (count: number) => string,
): readonly string[] {
  const lines = uses.slice(0, mostNames).map(({ name, places }) => {
    const shown = shorten(
      places.map((place) => placeLabel(place, agent)),
      mostPlaces,
      more,
    );
    return shown.length === 0 ? `• ${name}` : `• ${name} – ${shown.join(', ')}`;
  });
  return uses.length > mostNames ? [...lines, more(uses.length - mostNames)] : lines;
}
