/** Asks every GPU device for the subgroup features, with which SwiftShader computes attention wrongly. */
const { requestDevice } = GPUAdapter.prototype;
GPUAdapter.prototype.requestDevice = function (descriptor) {
  const features = [...this.features].filter((name) => !name.startsWith('chromium'));
  return requestDevice.call(this, {
    ...descriptor,
    requiredFeatures: features as GPUFeatureName[], // named by the adapter itself
  });
};
