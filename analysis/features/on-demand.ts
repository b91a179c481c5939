/** What only a user's request needs: a bundle of its own, which the server loads on first use. */
export { reasonFor, stepSentence } from '../flow/python/step-sentences.ts';
export { explainSilence, silence } from './explain-silence.ts';
export { movableLiteral } from './movable-literal.ts';
