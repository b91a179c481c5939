import { limits } from '../../contracts/secret.ts';

/** `crm_key_copy`, or `crm_key_copy_2` if that is taken. Names of deleted secrets are taken too. */
export function freeNameLike(name: string, taken: readonly string[]): string {
  for (let number = 1; ; number++) {
    const end = number === 1 ? '_copy' : `_copy_${number}`;
    const free = name.slice(0, limits.nameLength - end.length) + end;
    if (!taken.includes(free)) return free;
  }
}
