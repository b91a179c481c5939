import {
  type Credential,
  type DetectCredentials,
  findCredentials,
  mayHoldCredentials,
  type ParsedFile,
} from '../../analysis/index.ts';
import type { ReviewHost } from '../host/review-host.ts';

/** Credentials by file. A file is missing if it cannot contain any, or if the detector is not installed. */
export type CredentialsInFiles = (
  files: readonly ParsedFile[],
) => Promise<ReadonlyMap<ParsedFile, readonly Credential[]>>;

/** Loads the detector when it encounters the first file that may contain a credential. */
export function credentialsInFiles(host: Pick<ReviewHost, 'loadDetector' | 'note'>): CredentialsInFiles {
  return async (files) => {
    const found = new Map<ParsedFile, readonly Credential[]>();
    const suspicious = files.filter(({ text }) => mayHoldCredentials(text));
    const detect = suspicious.length === 0 ? undefined : loadDetector(host);
    if (detect === undefined) return found;
    for (const file of suspicious) found.set(file, await findCredentials(file.text, detect));
    return found;
  };
}

function loadDetector({
  loadDetector: load,
  note,
}: Pick<ReviewHost, 'loadDetector' | 'note'>): DetectCredentials | undefined {
  try {
    return load().detect;
  } catch {
    note('note: The credential detector is not installed, so credentials in code are not reported.');
    return undefined;
  }
}
