import { testLotsOf } from './attacked-lots.ts'

testLotsOf(2)
