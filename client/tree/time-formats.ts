import * as vscode from 'vscode';
import { localTimes } from '../../contracts/local-time.ts';
import { relativeAges } from '../../contracts/relative-age.ts';
import type { TimeFormats } from './secret-text.ts';

const age = relativeAges(vscode.env.language);
const shortAge = relativeAges(vscode.env.language, 'narrow');
const time = localTimes(vscode.env.language);

/** Formats times in the language of the editor. */
export function timeFormats(now: Date): TimeFormats {
  return { age: (then) => age(then, now), shortAge: (then) => shortAge(then, now), time, now };
}
