/** Finds a string in any of the forms that programs give to strings. */
export interface CanarySearch {
  /** The form in which the text occurs; `undefined` when it does not. */
  find(place: string | Buffer): string | undefined;
}

/** `canary` must be ASCII and long enough not to occur by chance. */
export function searchFor(canary: string): CanarySearch {
  const forms = formsOf(canary).map(([form, needle]) => ({ form, needle: Buffer.from(needle, 'latin1') }));
  return {
    find(place) {
      const bytes = typeof place === 'string' ? Buffer.from(place) : place;
      return forms.find(({ needle }) => bytes.includes(needle))?.form;
    },
  };
}

/** Each form of a string with its name. */
export function formsOf(canary: string): (readonly [form: string, text: string])[] {
  const bytes = Buffer.from(canary);
  const hex = bytes.toString('hex');
  const reversed = canary.split('').toReversed().join('');
  const escaped = (form: (code: string) => string) => hex.replaceAll(/../g, form);
  return [
    ['as it is', canary],
    ['in upper case', canary.toUpperCase()],
    ['reversed', reversed],
    ['UTF-16, little end first', bytes.toString('latin1').split('').join('\0')],
    ['hex', hex],
    ['HEX', hex.toUpperCase()],
    ['URL escapes', escaped((code) => `%${code}`)],
    ['URL escapes in upper case', escaped((code) => `%${code.toUpperCase()}`)],
    ['JSON escapes', escaped((code) => `\\u00${code}`)],
    ['JSON escapes, escaped', escaped((code) => `\\\\u00${code}`)],
    ['numbers of bytes', [...bytes].join(',')],
    ...base64Of(bytes),
  ];
}

/**
 * Its position within three bytes determines its form; the parts that depend on neighboring bytes are left
 * out.
 */
function base64Of(bytes: Buffer): (readonly [string, string])[] {
  return [0, 1, 2].flatMap((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replaceAll('=', '');
    const whole = Math.floor((bytes.length + offset) / 3) * 4;
    const certain = text.slice(offset === 0 ? 0 : 4, whole);
    const url = certain.replaceAll('+', '-').replaceAll('/', '_');
    return [
      [`base64 at ${String(offset)}`, certain],
      [`base64url at ${String(offset)}`, url],
    ] as const;
  });
}
