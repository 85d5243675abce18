import type { SameKeys } from '../texts.ts'
import type { en } from './en.ts'

export const zhHans: SameKeys<typeof en> = {
  'look.button': '语言和外观',
  'look.language': '语言',
  'look.theme': '外观',
  'theme.light': '浅色',
  'theme.dark': '深色',
  'theme.contrast': '高对比',
  'locale.zh-Hans': '简体中文',
  'locale.zh-Hant': '繁體中文',
  'locale.en': 'English',

  'age.now': '刚刚',
  'age.seconds_other': '{{count}} 秒前',
  'age.minutes_other': '{{count}} 分钟前',
  'age.hours_other': '{{count}} 小时 {{minutes}} 分前',
  'age.days_other': '{{count}} 天前',

  'typed.empty': '请先输入数字',
  'typed.not-a-number': '只能输入数字，例如 12.50',
  'typed.too-many-decimals': '小数位太多',
  'typed.too-large': '数字太大，请核对',

  'common.dismiss': '知道了',
}
