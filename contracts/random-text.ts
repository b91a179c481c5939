/** A random string has digits between its letters, or frequent changes of case. Names consist of words. */
export function isRandomText(value: string): boolean {
  if (value.length < 20 || uuid.test(value) || describing.test(value)) return false;
  if (!/^[\w+/=.~-]+$/.test(value) || isSequence(value)) return false;
  const longest = value.split(/[_.~-]/).reduce((one, other) => (other.length > one.length ? other : one));
  return longest.length >= 12 && changesIn(longest) >= longest.length / 5 && /\d.*\d/.test(longest);
}

/** Passwords contain letters, digits and punctuation; names rarely contain all of them. */
export function isPassword(value: string): boolean {
  if (uuid.test(value) || describing.test(value) || isSequence(value) || /[%$]/.test(value)) return false;
  const kinds = [/[a-z]/, /[A-Z]/, /[^\w-]/].filter((kind) => kind.test(value)).length;
  return (
    /^[!-~]+$/.test(value) &&
    /\d/.test(value) &&
    kinds >= 2 &&
    (changesIn(value) >= 2 || /[^\w-]/.test(value))
  );
}

const uuid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;
/** Words that describe a credential, a path to one, and the examples of published standards. */
const describing =
  /p[a@][s5$]{2}w[o0]rd|passw|2YotnFZFEjr1zCsicMWpAA|tGzv3JOkF0XG5Qx2TlKWIA|token|secret|api[_-]?key|:\/\/|^[./]|\/.*\/|^urn:|[{}()<>[\]|]|^eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9/i;

/** How often letters change to digits or to the other case, without the first letters of words. */
function changesIn(text: string): number {
  const kinds = text.replaceAll(/[A-Z][a-z]{2,}/g, 'w').replaceAll(/[a-z]{4,}/g, 'w');
  return [...kinds.matchAll(/(?:[a-z](?=[A-Z\d])|[A-Z](?=[a-z\d])|\d(?=[A-Za-z]))/g)].length;
}

/** `0123456789abcdef`, `aaaaaaaa`: strings that people type. */
function isSequence(value: string): boolean {
  return new Set(value.toLowerCase()).size < 8 || /0123456|1234567|abcdefg/i.test(value);
}
