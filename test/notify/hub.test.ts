import { describeHub } from './hub.ts'
import { embedded } from './running-hub.ts'

describeHub('Hub', embedded)
