import Type, { type Static } from 'typebox';
import { limits } from './secret.ts';

/** A calendar date without a time zone: `2027-01-31`. */
const CalendarDate = Type.String({ format: 'date', maxLength: 10 });
const Owner = Type.String({
  minLength: 1,
  maxLength: limits.ownerLength,
  description: 'Whom to ask about the secret: a person or a team.',
});
const Labels = Type.Array(Type.String({ minLength: 1, maxLength: limits.labelLength }), {
  maxItems: limits.labels,
  uniqueItems: true,
  description: 'Words to find the secret by.',
});
const ExpiresOn = Type.String({
  ...CalendarDate,
  description: 'The first day on which the current value no longer works.',
});
const RotateEveryDays = Type.Integer({
  minimum: 1,
  maximum: limits.rotationDays,
  description: 'How often to rotate the value.',
});

/** The properties that a new secret can start with. */
export const NewUpkeep = Type.Object({
  owner: Type.Optional(Owner),
  labels: Type.Optional(Labels),
  expiresOn: Type.Optional(ExpiresOn),
  rotateEveryDays: Type.Optional(RotateEveryDays),
});
export type NewUpkeep = Static<typeof NewUpkeep>;

/**
 * The properties that admins record about a secret so that it can be found and renewed in time. Properties
 * that are not set are absent.
 */
export const Upkeep = Type.Object({
  ...NewUpkeep.properties,
  /**
   * The day by which the value is due for rotation: the day on which it was stored plus `rotateEveryDays`.
   */
  rotateBy: Type.Optional(CalendarDate),
});
export type Upkeep = Static<typeof Upkeep>;

/** `null` removes a property, and so does an empty list of labels. */
export const UpkeepChange = Type.Object({
  owner: Type.Optional(Type.Union([Owner, Type.Null()])),
  labels: Type.Optional(Type.Union([Labels, Type.Null()])),
  expiresOn: Type.Optional(Type.Union([ExpiresOn, Type.Null()])),
  rotateEveryDays: Type.Optional(Type.Union([RotateEveryDays, Type.Null()])),
});
export type UpkeepChange = Static<typeof UpkeepChange>;
