/** A value of a base type that only a parser of its own may make: `Brand<string, 'ReferralId'>`. */
export type Brand<Base, Name extends string> = Base & { readonly __brand: Name };
