/**
 * Texts are flat tables, one a language and area ("sell.empty.title"), with i18next's {{places}} and plural endings
 * (`_one`, `_other`). English is the one that types: the others must have the same keys.
 */
export type TextTable = Readonly<Record<string, string>>

/** What a translation of `T` must contain: every key; Chinese knows no `_one`. */
export type SameKeys<T extends TextTable> = { readonly [K in keyof T as K extends `${string}_one` ? never : K]: string }

/** The names by which code asks: plural endings left off. */
export type KeyOf<T> = { [K in keyof T & string]: K extends `${infer Base}_${'one' | 'other'}` ? Base : K }[keyof T & string]

/** What fills the {{places}}; `count` chooses the plural. */
export type TextValues = Readonly<Record<string, string | number>>
export type Text<Key extends string> = (key: Key, values?: TextValues) => string
