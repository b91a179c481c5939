/**
 * The seed of generated input: always the same, so that a result depends on the change and not on chance.
 * `SEED=7 npm test -- unit` tries another one.
 */
export const seed = Number(process.env['SEED'] ?? 20_261_121);
