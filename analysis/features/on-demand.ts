/** What is needed only when a person asks for it: a bundle of its own, which the server loads then. */
export { movableLiteral } from './movable-literal.ts';
export { silenceMessage } from './silence-messages.ts';
