import { type Analyzer, createAnalyzer, createAnalyzerByFile, tooFarSentence } from '../../analysis/index.ts';
import type { CliHost } from '../cli-host.ts';
import { DiskSettings } from './disk-settings.ts';
import { openWorkspace, type Workspace } from './workspace.ts';

export interface Analyzed {
  readonly analyzer: Analyzer;
  readonly workspace: Workspace;
  readonly settings: DiskSettings;
}

/**
 * The files of a command, with the analyzer configured by their settings. A text for which `matters` returns
 * true is read even if it contains no references. @throws CliError when one of the paths does not exist.
 */
export function openAnalyzed(
  paths: readonly string[],
  host: Pick<CliHost, 'cwd' | 'note'>,
  matters: (text: string) => boolean = () => false,
): Analyzed {
  // The files have to be listed before their settings can determine which functions read secrets.
  let analyzer = createAnalyzer();
  const latest: Pick<Analyzer, 'mayHoldReferences' | 'parse'> = {
    mayHoldReferences: (...given) => analyzer.mayHoldReferences(...given) || matters(given[0]),
    parse: (...given) => analyzer.parse(...given),
  };
  const workspace = openWorkspace(paths, latest, host);
  const settings = new DiskSettings(host);
  analyzer = createAnalyzerByFile(settings.functionsOf(workspace.files), {
    gaveUp: ({ uri, range }) =>
      host.note(`note: ${tooFarSentence(workspace.displayPath(uri), range.start.line)}`),
  });
  return { analyzer, workspace, settings };
}
