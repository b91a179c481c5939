import type * as whole from '../../analysis/features/on-demand.ts';
import { loadBundle } from './load-bundle.ts';

/*
 * Replaces the module, including the sentences that explain derivations, the fixes for logs and the comments that
 * suppress findings, in the bundle of the analysis (see `esbuild.mjs`). Loads it when it is first needed.
 */
const loaded = (): typeof whole => loadBundle('on-demand');

export const movableLiteral: typeof whole.movableLiteral = (...given) => loaded().movableLiteral(...given);
export const leaveOutOfLog: typeof whole.leaveOutOfLog = (...given) => loaded().leaveOutOfLog(...given);
export const maskInLog: typeof whole.maskInLog = (...given) => loaded().maskInLog(...given);
export const explainSilence: typeof whole.explainSilence = (...given) => loaded().explainSilence(...given);
export const silence: typeof whole.silence = (...given) => loaded().silence(...given);
export const stepSentence: typeof whole.stepSentence = (...given) => loaded().stepSentence(...given);
export const reasonFor: typeof whole.reasonFor = (...given) => loaded().reasonFor(...given);
export const snippetPlace: typeof whole.snippetPlace = (...given) => loaded().snippetPlace(...given);
export const fileSuppression: typeof whole.fileSuppression = (...given) => loaded().fileSuppression(...given);
export const lineSuppression: typeof whole.lineSuppression = (...given) => loaded().lineSuppression(...given);
export const removal: typeof whole.removal = (...given) => loaded().removal(...given);
