/**
 * Code that runs only when a user requests it. It has a separate bundle, which the server loads on first use.
 */
export { leaveOutOfLog, maskInLog } from '../fixes/log-fixes.ts';
export { reasonFor, stepSentence } from '../flow/python/step-sentences.ts';
export { explainSilence, silence } from './explain-silence.ts';
export { movableLiteral } from './movable-literal.ts';
export { snippetPlace } from './snippet-place.ts';
export { fileSuppression, lineSuppression, removal } from '../suppression/write-suppression.ts';
