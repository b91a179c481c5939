/** Where segments of the audit log are exported to. */
export interface SegmentPlace {
  /** For messages; never contains a credential. */
  readonly name: string;
  /** Resolves once the file is durable. The same name may be written again, with the same bytes. */
  put(name: string, bytes: Buffer): Promise<void>;
  /** `undefined` if the file does not exist. Files of more than `limit` bytes are refused. */
  get(name: string, limit: number): Promise<Buffer | undefined>;
}
