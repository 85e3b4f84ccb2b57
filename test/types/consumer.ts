/**
 * What a user's program may rely on at compile time. Never run: `npm run types` compiles it against `src`, and
 * test/dist compiles it against the packed declarations, in a browser, in Node and with neither.
 */
import type * as certkeep from 'certkeep'

type IsAny<T> = 0 extends 1 & T ? true : false
type Result<T> = T extends (...args: never) => infer R ? Awaited<R> : never

/** Fails to compile unless every name that it is given is let through, that is, unless there is none. */
type None<T extends never> = T

type NamesThatAreAny = {
  [K in keyof typeof certkeep]: IsAny<(typeof certkeep)[K]> extends true ? K : never
}[keyof typeof certkeep]

type NamesThatGiveAny = {
  [K in keyof typeof certkeep]: IsAny<Result<(typeof certkeep)[K]>> extends true ? K : never
}[keyof typeof certkeep]

export type NothingIsAny = None<NamesThatAreAny>
export type NothingGivesAny = None<NamesThatGiveAny>
