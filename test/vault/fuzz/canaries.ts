import { searchFor } from '../canary/search.ts';

/** Occurs in everything that must never be returned: values, keys, and anything of the wrong type. */
export const canary = 'zq9-not-a-real-canary-7xk';

const { find } = searchFor(canary);
export const findCanary = find;

/** Values that contain the canary; some contain input that breaks careless programs. */
export const canaryTexts = [
  canary,
  `${canary}"\\/\b\f\n\r\t`,
  `é𝄞${canary}\u2028\u202e`,
  `\${jndi:${canary}}`,
  `' or 1=1; -- ${canary}`,
  `${canary}\r\nX-Injected: ${canary}`,
] as const;
