import { namedCredentials } from './named-credentials.ts';

/** Matches token prefixes and typical token contents in a run of letters, digits, `_`, `-`, `+` and `/`. */
const tokens = new RegExp(
  [
    'sk_live_|rk_live_',
    String.raw`gh[pousr]_\w{30}|github_pat_|glpat-`,
    'xox[abopr]-|xapp-|services/T',
    String.raw`npm_\w{36}|dckr_pat_`,
    String.raw`sk-(?:proj|svcacct|admin|ant)-|T3BlbkFJ|gsk_\w{52}|hf_[a-zA-Z]{34}`,
    String.raw`lin_api_|ntn_\d{11}|figd_|shp(?:pa|ca|at|ss)_`,
    String.raw`glc_\w{32}|glsa_|ops_ey|tskey-`,
    String.raw`vc[pciark]_\w{20}|dapi[\da-fA-F]{32}|cf(?:k|ut|at)_\w{48}`,
  ].join('|'),
);
/** Text that must precede a run that is not conclusive on its own. */
const announced = /(?:\bSG\.|\bhv[sbr]\.|ecret_?access_?key["']?\s*(?::|=>?)\s*["']?)$/i;
const written = /PRIVATE KEY|:\/\/[^\s:@/"'`]{1,100}:[^\s@/"'`]{1,200}@/;

const shortest = 20;
const longestAnnouncement = 45;

/** A fast check of the text. If it returns false, there is nothing to find. */
export function mayHoldCredentials(text: string): boolean {
  return mayHoldTokens(text) || namedCredentials(text).length > 0;
}

/**
 * If this returns false, no detector is needed. Every token contains a long run of letters without spaces, so
 * checking every twentieth letter finds all such runs. For an entire project, this is several times faster than
 * searching for all prefixes.
 */
export function mayHoldTokens(text: string): boolean {
  let end = 0;
  for (let at = shortest - 1; at < text.length; at += shortest) {
    if (inRun[text.charCodeAt(at)] !== 1) continue;
    const start = startOfRun(text, at, end);
    end = endOfRun(text, at);
    if (end - start >= shortest && isSpecificEnough(text, start, end)) return true;
    at = end;
  }
  return written.test(text);
}

function isSpecificEnough(text: string, start: number, end: number): boolean {
  if (tokens.test(text.slice(start, end))) return true;
  return announced.test(text.slice(Math.max(0, start - longestAnnouncement), start));
}

function startOfRun(text: string, at: number, limit: number): number {
  let start = at;
  while (start > limit && inRun[text.charCodeAt(start - 1)] === 1) start--;
  return start;
}

function endOfRun(text: string, at: number): number {
  let end = at + 1;
  while (end < text.length && inRun[text.charCodeAt(end)] === 1) end++;
  return end;
}

/**
 * Indexed by character code, ASCII only. This lookup must be fast because it runs for every file of a
 * project.
 */
const inRun: Readonly<Uint8Array> = Uint8Array.from({ length: 128 }, (_, code) =>
  /[\w+/-]/.test(String.fromCharCode(code)) ? 1 : 0,
);
