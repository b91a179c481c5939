/** A short hash of a string, stable across processes; not cryptographic. */
export function digest(text: string): string {
  let [one, other] = [0xdead_beef, 0x41c6_ce57];
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    one = Math.imul(one ^ unit, 0x9e37_79b1);
    other = Math.imul(other ^ unit, 0x5f35_6495);
  }
  return [mixed(one, other), mixed(other, one), text.length].map((part) => part.toString(36)).join('.');
}

/** Mixes the last characters into all bits. */
function mixed(one: number, other: number): number {
  const first = Math.imul(one ^ (one >>> 16), 0x85eb_ca6b);
  const second = Math.imul(other ^ (other >>> 13), 0xc2b2_ae35);
  return (first ^ second ^ (second >>> 16)) >>> 0;
}
