/** One numbered step of the schema. Once released it is never changed; what is to be different gets a new number. */
export type Migration = { readonly number: number; readonly name: string; readonly sql: string }
