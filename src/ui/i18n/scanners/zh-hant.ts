/** 掃描器與會員碼的說法。 */
export const zhHant = {
  'scan.refused.member-code-forged': '不是本店的會員碼，沒有認人',
  'scan.refused.member-code-forged.help': '請出示會員卡，或按 F2 找',
  'scan.refused.member-code-expired': '會員碼已過期',
  'scan.refused.member-code-expired.help': '請會員向總部換新碼；現在先按 F2 找',
  'scan.refused.member-code-unknown-key': '本機驗不了這個會員碼',
  'scan.refused.member-code-unknown-key.help': '請按 F2 找；本機可能要先與總部聯絡',
  'scan.refused.plain-member-code': '這裡只認簽名的會員碼',
  'scan.refused.plain-member-code.help': '請出示會員 QR 碼，或按 F2 找',
  'error.port_twice': '兩台掃描器不能用同一個序列埠',
  'error.port_twice.help': '請給每台掃描器一個自己的序列埠。',
  'error.no_ports': '沒有空閒的序列埠',
  'error.no_ports.help': '請接上掃描器，或先從清單裡騰出一個序列埠。',
  'error.no_drivers': '這台收銀機沒有序列埠',
  'error.no_drivers.help': '請把掃描器當鍵盤用。',
  'error.rules_refused': '這些碼規則不合格，沒有改動',
  'error.rules_refused.help': '位置和原因寫在旁邊。',
} as const
