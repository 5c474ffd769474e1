/** A cell that begins with one of these is a formula to spreadsheets. */
const FORMULA = /^(\s*[=+\-@＝＋－＠]|[\t\r\n])/;

/**
 * One line of a CSV file (RFC 4180), line end included.
 *
 * Cells that a spreadsheet would run as a formula get an apostrophe in front, which
 * spreadsheets do not show; for exact text there is JSONL.
 *
 * @source OWASP, "CSV Injection"
 */
export function csvLine(cells: readonly (string | number | null)[]): string {
  return `${cells.map((cell) => csvCell(cell)).join(',')}\r\n`;
}

function csvCell(cell: string | number | null): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const safe = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Tells Excel that a CSV file is UTF-8. */
export const BYTE_ORDER_MARK = '\uFEFF';
