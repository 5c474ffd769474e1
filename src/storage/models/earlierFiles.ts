import type { StoredFile, StoredModel } from './modelStore';
import type { RepoFile } from './plan';

/**
 * The files of a model that is begun, each with what an earlier attempt left of it, and the paths
 * of those: the bytes of others must go.
 */
export function withEarlier(
  model: StoredModel,
  before: StoredModel | undefined,
): { files: StoredFile[]; kept: Set<string> } {
  const kept = new Set<string>();
  const files = model.files.map((file) => {
    const earlier = before?.files.find(
      (each) =>
        each.path === file.path &&
        each.sizeBytes === file.sizeBytes &&
        isSame(each, file, before.revision === model.revision),
    );
    if (!earlier) return { ...file, complete: false, receivedBytes: 0 };
    kept.add(file.path);
    // What is half there is checked by what the list says today.
    return { ...earlier, ...(file.gitSha1 === undefined ? {} : { gitSha1: file.gitSha1 }) };
  });
  return { files, kept };
}

/** By the best that both say of the bytes; where neither does, by the commit. */
function isSame(earlier: StoredFile, file: StoredFile, sameRevision: boolean): boolean {
  if (file.sha256 !== null) return earlier.sha256 === file.sha256;
  if (file.gitSha1 === undefined || earlier.gitSha1 === undefined) return sameRevision;
  return earlier.gitSha1 === file.gitSha1;
}

/** True where both say a hash of the same kind, and it is another one. */
export function isOther(was: RepoFile, now: RepoFile): boolean {
  if (was.sha256 !== null && now.sha256 !== null) return was.sha256 !== now.sha256;
  return Boolean(was.gitSha1 && now.gitSha1) && was.gitSha1 !== now.gitSha1;
}
