import type { Span } from '../model/parsed-file.ts';
import type { Credential, DetectCredentials } from '../model/file-context.ts';
import { mayHoldTokens } from './may-hold-credentials.ts';
import { namedCredentials } from './named-credentials.ts';

/** Prefixes of the credentials that detectors recognize. */
const beginnings = [
  'sk_live_|rk_live_',
  String.raw`gh[pousr]_\w{30}|github_pat_|glpat-`,
  String.raw`xox[abopr]-|xapp-|hooks\.slack\.com`,
  String.raw`npm_\w{36}|dckr_pat_`,
  'sk-(?:proj|svcacct|admin|ant)-|T3BlbkFJ|gsk_\\w{52}|hf_[a-zA-Z]{34}',
  String.raw`lin_api_|ntn_\d{11}|figd_|shp(?:pa|ca|at|ss)_|SG\.\w`,
  String.raw`glc_\w{32}|glsa_|ops_ey|hv[sbr]\.\w{90}|tskey-`,
  String.raw`vc[pciark]_\w{20}|dapi[\da-fA-F]{32}|cf(?:k|ut|at)_\w{48}`,
  'PRIVATE KEY|ecret_?[aA]ccess_?[kK]ey|SECRET_?ACCESS_?KEY',
  String.raw`:\/\/[^\s:@/"'\`]{1,100}:[^\s@/"'\`]{1,200}@`,
].join('|');
const beginning = new RegExp(beginnings);

/** Passes only lines that may contain a credential to the detector, never the entire text. */
export async function findCredentials(
  text: string,
  detect: DetectCredentials,
): Promise<readonly Credential[]> {
  const named = namedCredentials(text);
  const regions = mayHoldTokens(text) ? regionsIn(text) : [];
  if (regions.length === 0) return withoutOverlaps(named);
  const excerpts = regions.map(({ start, end }) => text.slice(start, end));
  const found = await detect(excerpts.join(separator));
  const placed = found.flatMap((credential) => placedIn(credential, regions));
  // A known service is more specific than a name.
  return withoutOverlaps([...placed, ...named].toSorted((one, other) => one.span.start - other.span.start));
}

/** Credentials never span an empty line, so none can begin in one excerpt and end in the next. */
const separator = '\n\n';
const longestLine = 2000;
const longestKey = 12_000;

/** Returns the lines around each match. For a private key, they extend to its end. */
function regionsIn(text: string): readonly Span[] {
  const regions: Span[] = [];
  const pattern = new RegExp(beginning, 'g');
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const start = Math.max(text.lastIndexOf('\n', match.index) + 1, match.index - longestLine);
    const end = match[0] === 'PRIVATE KEY' ? endOfKey(text, match.index) : endOfLine(text, pattern.lastIndex);
    const last = regions.at(-1);
    regions.push({ start: Math.max(start, last?.end ?? 0), end });
    pattern.lastIndex = Math.max(end, pattern.lastIndex);
  }
  return regions;
}

function endOfLine(text: string, from: number): number {
  const lineBreak = text.indexOf('\n', from);
  return Math.min(lineBreak === -1 ? text.length : lineBreak, from + longestLine);
}

function endOfKey(text: string, from: number): number {
  const end = text.indexOf('-----END', from);
  return end === -1 || end - from > longestKey ? endOfLine(text, from) : endOfLine(text, end);
}

/** Maps a position in the joined excerpts to the original text. Empty if the position spans two excerpts. */
function placedIn({ span, what }: Credential, regions: readonly Span[]): readonly Credential[] {
  let before = 0;
  for (const { start, end } of regions) {
    const length = end - start;
    if (span.start >= before && span.end <= before + length) {
      const shift = start - before;
      return [{ span: { start: span.start + shift, end: span.end + shift }, what }];
    }
    before += length + separator.length;
  }
  return [];
}

function withoutOverlaps(credentials: readonly Credential[]): readonly Credential[] {
  let end = 0;
  return credentials.filter(({ span }) => {
    const isFree = span.start >= end;
    if (isFree) end = span.end;
    return isFree;
  });
}
