import type { ModelCard } from '../../domain/types';

/** Where a model came from. */
export type ModelSource =
  | { kind: 'hub' }
  /** `filesOrigin`: the one other host to which it passes large files on, as the person named it. */
  | { kind: 'mirror'; origin: string; filesOrigin?: string }
  | { kind: 'site' }
  | { kind: 'disk' };

/** One file of a stored model. */
export interface StoredFile {
  path: string;
  /** What it must have in the end. */
  sizeBytes: number;
  /** Hex SHA-256; `null` until it is known (small files of the hub). */
  sha256: string | null;
  /** The id that git gives it, where the hub stated it. */
  gitSha1?: string;
  /** True once all bytes are there and the hash was right. */
  complete: boolean;
  receivedBytes: number;
}

/** A model kept in this browser, whole or on its way. The record is the truth; bytes follow it. */
export interface StoredModel {
  /** Hub id `owner/name`, or the name of a folder. */
  id: string;
  card: ModelCard;
  /** Commit of the hub, or the start of the weights' hash; held from the first download on. */
  revision: string;
  source: ModelSource;
  files: StoredFile[];
  /** Optional files known not to exist: never asked for again. */
  missing: string[];
  addedAt: number;
  lastUsedAt: number | null;
  /** Only a ready model is ever used. */
  ready: boolean;
}

/** Writes one file. Bytes survive a reload in steps of `CHUNK_BYTES`. */
export interface FileWriter {
  /** Bytes that came so far; the next `write` goes there. */
  readonly receivedBytes: number;
  /** @throws {AppError} `storage-full`, `model-file-altered` (longer than stated) */
  write(bytes: Uint8Array): Promise<void>;
  /** Forgets what came: the next byte is the first. */
  restart(): Promise<void>;
  /**
   * Marks the file complete when size and hash are right; returns its hash.
   * @param sha256 what it must be; `null` where nobody said
   * @throws {AppError} `model-file-altered`; the file is discarded
   */
  close(sha256: string | null): Promise<string>;
  /** Keeps what came, for later. Never throws. */
  abort(): Promise<void>;
}

/** The models kept in this browser. */
export interface ModelStore {
  /** How bytes are kept here. */
  readonly kind: 'opfs' | 'cache' | 'indexeddb';
  close(): void;
  list(): Promise<StoredModel[]>;
  get(id: string): Promise<StoredModel | null>;
  /** Writes the record first. Of an earlier attempt, files that are the same keep their bytes. */
  begin(model: StoredModel): Promise<StoredModel>;
  writer(id: string, path: string): Promise<FileWriter>;
  /** Bytes of one file as they are, of a model that may not be ready. */
  blob(id: string, path: string): Promise<Blob>;
  /**
   * Makes the model usable, all at once.
   * @throws {AppError} `model-file-altered` when a file is not complete
   */
  finish(id: string): Promise<StoredModel>;
  /** Changes the description of a model, and its revision where that is known only now. */
  describe(id: string, card: ModelCard, revision?: string): Promise<void>;
  /** Remembers optional files that do not exist. */
  noteMissing(id: string, paths: readonly string[]): Promise<void>;
  /** All files of a ready model. @throws {AppError} `model-not-loaded` */
  blobs(id: string): Promise<Map<string, Blob>>;
  touch(id: string): Promise<void>;
  delete(id: string): Promise<{ bytes: number }>;
  /** Removes bytes without a record and halves of side-loads; a model that lost bytes is no longer ready. */
  sweep(): Promise<{ files: number; bytes: number }>;
  usage(): Promise<{ modelsBytes: number; estimate: StorageEstimate | null }>;
  /** After any tab changed something; returns the way to stop. */
  onchange(listener: () => void): () => void;
}
