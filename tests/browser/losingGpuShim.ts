/** A device that is destroyed on the message `{type: 'lose'}`, and says that it was lost, not ended. */
const openDevice = GPUAdapter.prototype.requestDevice;
GPUAdapter.prototype.requestDevice = async function (descriptor) {
  const device = await openDevice.call(this, descriptor);
  const lost = new Promise<GPUDeviceLostInfo>((resolve) => {
    self.addEventListener('message', ({ data }: MessageEvent<{ type: string }>) => {
      if (data.type !== 'lose') return;
      device.destroy();
      resolve({ __brand: 'GPUDeviceLostInfo', reason: 'unknown', message: 'test' });
    });
  });
  Object.defineProperty(device, 'lost', { value: lost });
  return device;
};
