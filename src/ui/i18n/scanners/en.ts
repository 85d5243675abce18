/** What is said about scanners and member codes. */
export const en = {
  'scan.refused.member-code-forged': 'not a member code of this shop, nobody was found by it',
  'scan.refused.member-code-forged.help': 'ask for her card, or find her with F2',
  'scan.refused.member-code-expired': 'the member code is no longer valid',
  'scan.refused.member-code-expired.help': 'she gets a new one from HQ; find her with F2 for now',
  'scan.refused.member-code-unknown-key': 'a member code that this till cannot check',
  'scan.refused.member-code-unknown-key.help': 'find her with F2; the till may have to hear from HQ first',
  'scan.refused.plain-member-code': 'only signed member codes are taken here',
  'scan.refused.plain-member-code.help': 'ask for her QR code, or find her with F2',
  'error.port_twice': 'Two scanners cannot share one port',
  'error.port_twice.help': 'Give each scanner a port of its own.',
  'error.no_ports': 'There is no free serial port',
  'error.no_ports.help': 'Plug the scanner in, or take a port from the list first.',
  'error.no_drivers': 'This till has no serial ports',
  'error.no_drivers.help': 'Use the scanner as a keyboard.',
  'error.rules_refused': 'These code rules do not fit, nothing was changed',
  'error.rules_refused.help': 'The place and the reason stand beside them.',
} as const
