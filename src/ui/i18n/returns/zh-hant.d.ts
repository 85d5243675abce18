import type { SameKeys } from '../texts.ts';
import type { en } from './en.ts';
export declare const zhHant: SameKeys<typeof en>;
