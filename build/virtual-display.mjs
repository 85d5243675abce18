/**
 * The command on a screen of its own (Xvfb), larger than any window that is opened on it.
 * @param {readonly string[]} command @returns {string[]}
 */
export function onOwnDisplay(command) {
  return ['xvfb-run', '--auto-servernum', '--server-args=-screen 0 2048x1152x24 -nolisten tcp', ...command]
}
