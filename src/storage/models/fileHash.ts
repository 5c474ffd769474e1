import { Sha1 } from '../../domain/sha1';
import { Sha256 } from '../../domain/sha256';
import type { RepoFile } from './plan';

/** The hashes of one file whose bytes come piece by piece. */
export class FileHash {
  readonly #git: Sha1 | null = null;

  /** @param sha256 a faster one, where there is one */
  constructor(
    readonly file: Pick<RepoFile, 'sizeBytes' | 'gitSha1'>,
    readonly sha256: { update(bytes: Uint8Array): unknown; hex(): string } = new Sha256(),
  ) {
    if (file.gitSha1 === undefined) return;
    this.#git = new Sha1().update(new TextEncoder().encode(`blob ${file.sizeBytes}\0`));
  }

  update(bytes: Uint8Array): void {
    this.sha256.update(bytes);
    this.#git?.update(bytes);
  }

  /**
   * What came, once all of it is there.
   * @param wanted the SHA-256 it must have; `null` where nobody said. The id of git must fit anyway.
   */
  finish(wanted: string | null): { sha256: string; right: boolean; found: string } {
    const sha256 = this.sha256.hex();
    const git = this.#git?.hex();
    return {
      sha256,
      right: (wanted === null || sha256 === wanted) && git === this.file.gitSha1,
      found: git === undefined ? `SHA-256 ${sha256}` : `SHA-256 ${sha256}, id of git ${git}`,
    };
  }
}
