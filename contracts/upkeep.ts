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
  description: 'Words by which people find the secret.',
});
const ExpiresOn = Type.String({
  ...CalendarDate,
  description: 'The first day on which the current value no longer works.',
});
const RotateEveryDays = Type.Integer({
  minimum: 1,
  maximum: limits.rotationDays,
  description: 'How often the value is to be replaced.',
});

/** What a new secret can start with. */
export const NewUpkeep = Type.Object({
  owner: Type.Optional(Owner),
  labels: Type.Optional(Labels),
  expiresOn: Type.Optional(ExpiresOn),
  rotateEveryDays: Type.Optional(RotateEveryDays),
});
export type NewUpkeep = Static<typeof NewUpkeep>;

/** What admins record about a secret so that it is found and renewed in time. What is not set is absent. */
export const Upkeep = Type.Object({
  ...NewUpkeep.properties,
  /** The day by which the value is to be replaced: its age plus `rotateEveryDays`. */
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
