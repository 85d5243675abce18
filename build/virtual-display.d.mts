/** The command on a screen of its own (Xvfb), larger than any window that is opened on it. */
export declare function onOwnDisplay(command: readonly string[]): string[]
