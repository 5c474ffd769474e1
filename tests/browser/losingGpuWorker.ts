/** The real worker on a GPU whose device is lost when a message says so. */
import './workerShim';
import './losingGpuShim';
import '../../src/engine/worker';
