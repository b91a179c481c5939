/** Code that is only needed on an explicit user request: a separate bundle, which the server loads then. */
export { movableLiteral } from './movable-literal.ts';
export { silenceMessage } from './silence-messages.ts';
