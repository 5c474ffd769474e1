/** The real worker, as the page starts it. */
import './workerShim';
import '../../src/engine/worker';
