/** A file, and where it lies in what was dropped. */
export interface DroppedFile {
  path: string;
  file: File;
}

/**
 * What was dropped, folders and all. Call it before anything is awaited: a drop is soon forgotten.
 * @throws {DOMException} when a file cannot be opened
 */
export function readDropped(items: DataTransferItemList): Promise<DroppedFile[]> {
  const found = [...items].map((item) => {
    const entry = item.webkitGetAsEntry();
    if (entry) return filesBelow(entry);
    const file = item.getAsFile(); // no file of the disk, e.g. out of another page
    return file ? [{ path: file.name, file }] : [];
  });
  return Promise.all(found).then((files) => files.flat());
}

async function filesBelow(entry: FileSystemEntry): Promise<DroppedFile[]> {
  const path = entry.fullPath.replace(/^\//, '');
  if (entry.isFile) {
    // The platform guarantees it: `isFile`.
    const file = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject),
    );
    return [{ path, file }];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: FileSystemEntry[] = [];
  for (;;) {
    // Comes in pieces of a hundred; an empty one is the last.
    const more = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (more.length === 0) break;
    found.push(...more);
  }
  return (await Promise.all(found.map(filesBelow))).flat();
}
