/** A code in groups that the eye can compare with the label: "690 1020 3340 18", "8812 3456 7890 1234". */
export function formatCode(code: string): string {
  if (/^\d{13}$/.test(code)) return `${code.slice(0, 3)} ${code.slice(3, 7)} ${code.slice(7, 11)} ${code.slice(11)}`
  if (/^\d{12,}$/.test(code)) return code.replace(/(\d{4})(?=\d)/g, '$1 ')
  if (/^\d{8}$/.test(code)) return `${code.slice(0, 4)} ${code.slice(4)}`
  return code.length > 32 ? `${code.slice(0, 24)}…${code.slice(-4)}` : code
}

/** "…5127": enough of a card to compare, too little to copy. */
export function codeTail(code: string): string {
  return code.slice(-4)
}

/** "0147": a sale's number as it is printed. */
export function formatSaleNumber(saleNumber: number): string {
  return String(saleNumber).padStart(4, '0')
}
