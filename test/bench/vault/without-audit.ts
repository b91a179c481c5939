import type { AuditedView, Storage } from '../../../vault/storage/storage.ts';

/** A storage that discards audit entries, to measure what they cost. The product never uses it. */
export function withoutAudit(storage: Storage): Storage {
  const transact: Storage['transact'] = (work) => storage.transact((tx) => work(deaf(tx)));
  const transactReading: Storage['transactReading'] = (work) =>
    storage.transactReading((tx) => work(deaf(tx)));
  const others: Record<PropertyKey, unknown> = { transact, transactReading };
  return new Proxy(storage, {
    get(target, name) {
      const other = others[name];
      if (other !== undefined) return other;
      const own: unknown = Reflect.get(target, name, target);
      if (typeof own !== 'function') return own;
      const bound: unknown = own.bind(target);
      return bound;
    },
  });
}

const deafs = new WeakMap<AuditedView, AuditedView>();

/** Created once per view: the wrapper must not cost what it saves. */
function deaf<View extends AuditedView>(tx: View): View {
  const known = deafs.get(tx);
  // What is cached for a view is derived from that view.
  if (known) return known as View;
  const made: View = { ...tx, appendAudit: async () => undefined };
  deafs.set(tx, made);
  return made;
}
