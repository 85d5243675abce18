/** 扫描器与会员码的说法。 */
export const zhHans = {
  'scan.refused.member-code-forged': '不是本店的会员码，没有认人',
  'scan.refused.member-code-forged.help': '请出示会员卡，或按 F2 找',
  'scan.refused.member-code-expired': '会员码已过期',
  'scan.refused.member-code-expired.help': '请会员向总部换新码；现在先按 F2 找',
  'scan.refused.member-code-unknown-key': '本机验不了这个会员码',
  'scan.refused.member-code-unknown-key.help': '请按 F2 找；本机可能要先与总部联系',
  'scan.refused.plain-member-code': '这里只认签名的会员码',
  'scan.refused.plain-member-code.help': '请出示会员二维码，或按 F2 找',
  'error.port_twice': '两台扫描器不能用同一个串口',
  'error.port_twice.help': '请给每台扫描器一个自己的串口。',
  'error.no_ports': '没有空闲的串口',
  'error.no_ports.help': '请接上扫描器，或先从列表里腾出一个串口。',
  'error.no_drivers': '这台收银机没有串口',
  'error.no_drivers.help': '请把扫描器当键盘用。',
  'error.rules_refused': '这些码规则不合格，没有改动',
  'error.rules_refused.help': '位置和原因写在旁边。',
} as const
