/** A place of a `%` template: its key or position, and whether so few characters are shown that they hide a value. */
export interface PercentPlace {
  readonly key: string | number;
  readonly isShort: boolean;
}

/** The places of `"%s"` and `"%(name)s"`. */
export function percentPlaces(template: string): readonly PercentPlace[] {
  const places: PercentPlace[] = [];
  let position = 0;
  for (const [, name, precision, conversion] of template.matchAll(
    /%(?:\(([^)]*)\))?[-+ #0]*(?:\d+|\*)?(?:\.(\d+))?([a-zA-Z%])/g,
  )) {
    if (conversion === '%') continue;
    const isShort = precision !== undefined && Number(precision) <= 8;
    places.push({ key: name ?? position++, isShort });
  }
  return places;
}
