import { BlockList, isIP } from 'node:net';

/** Whether a text is an address or a network such as `10.0.0.0/8`. */
export function isNetwork(text: string): boolean {
  return parse(text) !== undefined;
}

/**
 * Whether an address is within one of the networks. An IPv4 address that arrived through an IPv6
 * socket counts as what it is. Texts that are no networks hold nobody.
 */
export function isWithin(networks: readonly string[], address: string): boolean {
  return createMatcher(networks)(address);
}

/** The same question for many addresses. */
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
