import { BlockList, isIP } from 'node:net';

/** Whether a string is an address, or a network such as `10.0.0.0/8`. */
export function isNetwork(text: string): boolean {
  return parse(text) !== undefined;
}

/**
 * Whether an address is in one of the networks. An IPv4-mapped IPv6 address counts as IPv4. Strings that are
 * not networks match nothing.
 */
export function isWithin(networks: readonly string[], address: string): boolean {
  return createMatcher(networks)(address);
}

/** Creates a reusable check for testing many addresses. */
export function createMatcher(networks: readonly string[]): (address: string) => boolean {
  const list = new BlockList();
  for (const text of networks) {
    const network = parse(text);
    if (network) list.addSubnet(network.address, network.prefix, network.family);
  }
  return (address) => {
    const plain = withoutMapping(address);
    const family = familyOf(plain);
    return family !== undefined && list.check(plain, family);
  };
}

/**
 * The sender that an address counts toward. An IPv4 address is one sender; in IPv6, a /64 is one, since its
 * owner has 2^64 addresses. Anything else counts as written.
 */
export function senderOf(address: string): string {
  if (!address.includes(':')) return address;
  const plain = withoutMapping(address);
  if (isIP(plain) !== 6) return plain;
  const [before = '', after] = plain.split('%', 1).join('').split('::');
  const first = groupsOf(before);
  const last = groupsOf(after ?? '');
  const zeros = after === undefined ? [] : Array<string>(8 - first.length - last.length).fill('0');
  return `${[...first, ...zeros, ...last].slice(0, 4).join(':')}::/64`;
}

/** Groups of 16 bits in their shortest form; an IPv4 address at the end counts as two. */
function groupsOf(text: string): readonly string[] {
  if (text === '') return [];
  return text
    .split(':')
    .flatMap((group) => (group.includes('.') ? ['0', '0'] : [Number.parseInt(group, 16).toString(16)]));
}

export const loopbackNetworks: readonly string[] = ['127.0.0.0/8', '::1/128'];

interface Network {
  readonly address: string;
  readonly prefix: number;
  readonly family: 'ipv4' | 'ipv6';
}

function parse(text: string): Network | undefined {
  const [, address = '', digits] = /^([0-9A-Fa-f:.]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const family = familyOf(address);
  if (!family) return undefined;
  const largest = family === 'ipv4' ? 32 : 128;
  const prefix = digits === undefined ? largest : Number(digits);
  return prefix <= largest ? { address, prefix, family } : undefined;
}

function familyOf(address: string): Network['family'] | undefined {
  const version = isIP(address);
  if (version === 0) return undefined;
  return version === 4 ? 'ipv4' : 'ipv6';
}

function withoutMapping(address: string): string {
  return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address;
}
