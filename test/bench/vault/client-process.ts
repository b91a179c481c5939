// The client of a load test: a process of its own, so that it shares its thread with nothing else.
import { type Load, type LoadFigures, runLoad } from './load.ts';

export type ClientAnswer = { readonly figures: LoadFigures } | { readonly problem: string };

process.on('message', (load: Load) => {
  void runLoad(load).then(
    (figures) => process.send?.({ figures } satisfies ClientAnswer),
    (error: unknown) => process.send?.({ problem: String(error) } satisfies ClientAnswer),
  );
});
process.on('disconnect', () => process.exit());
process.send?.('ready');
