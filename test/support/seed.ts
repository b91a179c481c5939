/**
 * What generated input begins from: always the same, so that a change is judged by what it did and not
 * by lot. `SEED=7 npm test -- unit` looks further.
 */
export const seed = Number(process.env['SEED'] ?? 20_261_121);
