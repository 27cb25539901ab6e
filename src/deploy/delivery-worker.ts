import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import type { DeliverySettings, FromDeliverer, ToDeliverer } from './delivery-thread.ts'
import { keepDelivering } from './keep-delivering.ts'

/** Delivers whatever is published until it is told to end. */
function serve(port: MessagePort, settings: DeliverySettings): void {
  const deliverer = keepDelivering({ ...settings, onReports: (reports: FromDeliverer) => port.postMessage(reports) })
  port.on('message', async (message: ToDeliverer) => {
    if (message.kind === 'published') deliverer.published(message.basePath, message.fence)
    else {
      await deliverer[Symbol.asyncDispose]()
      process.exit()
    }
  })
}

if (parentPort) serve(parentPort, workerData)
