/** The real worker on a GPU that calculates wrongly. */
import './workerShim';
import './brokenGpuShim';
import '../../src/engine/worker';
