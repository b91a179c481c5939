import { searchFor } from '../canary/search.ts';

/** Stands in everything that must never come out again: values, keys, and whatever is of the wrong type. */
export const canary = 'zq9-not-a-real-canary-7xk';

const { find } = searchFor(canary);
export const findCanary = find;

/** Values with the canary in them; some hold what breaks careless programs. */
export const canaryTexts = [
  canary,
  `${canary}"\\/\b\f\n\r\t`,
  `é𝄞${canary}\u2028\u202e`,
  `\${jndi:${canary}}`,
  `' or 1=1; -- ${canary}`,
  `${canary}\r\nX-Injected: ${canary}`,
] as const;
