/** A field's name and its value, as pasted. */
export type PastedField = readonly [name: string, value: string];

/** Fields, or why there are none. A problem mentions fields and lines, never a value. */
export type Pasted =
  | { readonly fields: readonly PastedField[]; readonly problem?: never }
  | { readonly problem: string; readonly fields?: never };
