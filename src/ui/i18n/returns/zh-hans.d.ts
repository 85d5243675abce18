import type { SameKeys } from '../texts.ts';
import type { en } from './en.ts';
export declare const zhHans: SameKeys<typeof en>;
