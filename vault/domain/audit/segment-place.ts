/** Where segments of the audit log are exported to. */
export interface SegmentPlace {
  /** For people; never with a credential in it. */
  readonly name: string;
  /** Resolves when the file is kept for good. The same name may be written again, with the same bytes. */
  put(name: string, bytes: Buffer): Promise<void>;
  /** `undefined` when there is no such file. Files of more than `limit` bytes are refused. */
  get(name: string, limit: number): Promise<Buffer | undefined>;
}
