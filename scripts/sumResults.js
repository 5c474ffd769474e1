/**
 * Sums the results of all test runners: `node scripts/sumResults.js FOLDER`, a folder that test.sh filled with
 * NAME.step ("ok" or "FAILED") for each step, and NAME.json where the step is a test runner.
 * Each test counts one; a step without tests (format, types, build) counts one as well.
 * Ends with "N passed, N failed" alone on a line, and fails when something failed.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * @typedef {{ passed: number, failed: number, skipped: number }} Sum
 */

/**
 * The figures of one step. A step that failed without a failed test (a crash, a file that
 * could not be loaded) counts one failure, so that nothing passes unseen.
 *
 * @param {boolean} ok how the step ended
 * @param {any} report what Vitest or Playwright wrote; `null` for a step without tests
 * @returns {Sum}
 */
export function readStep(ok, report) {
  const sum = report === null ? { passed: Number(ok), failed: 0, skipped: 0 } : readReport(report);
  return ok || sum.failed > 0 ? sum : { ...sum, failed: 1 };
}

/**
 * @param {any} report
 * @returns {Sum}
 */
function readReport(report) {
  if (report.stats) {
    const { expected, unexpected, flaky, skipped } = report.stats;
    return { passed: expected, failed: unexpected + flaky, skipped };
  }
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** @param {string} folder */
function sumFolder(folder) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.step'))) {
    const ok = readFileSync(path.join(folder, file), 'utf8').trim() === 'ok';
    const reportFile = path.join(folder, file.replace(/step$/, 'json'));
    const report = existsSync(reportFile) ? JSON.parse(readFileSync(reportFile, 'utf8')) : null;
    const { passed, failed, skipped } = readStep(ok, report);
    total.passed += passed;
    total.failed += failed;
    total.skipped += skipped;
  }
  return total;
}

if (process.argv[1] === fileURLToPath(import.meta.url) && process.argv[2]) {
  const { passed, failed, skipped } = sumFolder(process.argv[2]);
  if (skipped > 0) console.log(`\n${skipped} skipped (their messages are above)`);
  console.log(`\n${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
}
