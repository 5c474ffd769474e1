/** One record of a backup as JSON text, or what is wrong in its place. */
export type BackupLine = { text: string } | { problem: string };

/**
 * The records of a backup file, in order, streamed.
 *
 * The file is read a line at a time. One that somebody formatted anew has no such lines: it is then
 * read whole. A file cut off in the middle ends with a problem.
 */
export async function* backupLines(file: Blob, signal?: AbortSignal): AsyncGenerator<BackupLine> {
  const lines = linesOf(file, signal);
  const first = await lines.next();
  if (first.done || !first.value.trimEnd().endsWith('"records":[')) {
    await lines.return(undefined);
    yield* wholeFile(await file.text());
    return;
  }
  let ended = false;
  for await (const line of lines) {
    const text = line.trim().replace(/,$/, '');
    if (text === ']}') ended = true;
    else if (text !== '') yield { text };
  }
  if (!ended) yield { problem: 'the file ends too early: what follows is missing' };
}

async function* linesOf(file: Blob, signal?: AbortSignal): AsyncGenerator<string> {
  const reader = file.stream().getReader();
  const decoder = new TextDecoder();
  let rest = '';
  try {
    while (true) {
      signal?.throwIfAborted();
      const { done, value } = await reader.read();
      const lines = (rest + decoder.decode(value, { stream: !done })).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
      if (done) break;
    }
    if (rest !== '') yield rest;
  } finally {
    await reader.cancel().catch(() => {});
  }
}

function* wholeFile(text: string): Generator<BackupLine> {
  let records: unknown;
  try {
    const parsed: unknown = JSON.parse(text);
    records = typeof parsed === 'object' && parsed !== null ? Reflect.get(parsed, 'records') : null;
  } catch {
    yield { problem: 'the file is damaged and cannot be read' };
    return;
  }
  if (!Array.isArray(records)) yield { problem: 'the file has no list of records' };
  else for (const record of records) yield { text: JSON.stringify(record) };
}
