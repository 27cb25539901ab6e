import { testLivesOf } from './any-lives.ts'

testLivesOf(3)
